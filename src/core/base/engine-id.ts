/** The ways to compute, the preferred one first. */
export const engineIds = ['wasm', 'webgpu', 'tensorflow', 'reference'] as const
export type EngineId = (typeof engineIds)[number]

/** For people. */
export const engineNames: Readonly<Record<EngineId, string>> = {
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  tensorflow: 'TensorFlow',
  reference: 'Reference loops'
}
