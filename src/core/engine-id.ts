/** The ways to compute, the preferred one first. */
export const engineIds = ['wasm', 'webgpu', 'tensorflow', 'reference'] as const
export type EngineId = (typeof engineIds)[number]
