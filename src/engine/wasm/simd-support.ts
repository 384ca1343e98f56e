import { setFlagsFromString } from 'node:v8'
import { LabError } from '../../core/lab-error'
import type { V128 } from './assembler/expression'
import { ModuleBuilder } from './assembler/module-builder'
import { f32 } from './assembler/scalar'
import { v128 } from './assembler/vector'
import { exportedFunction } from './exported-function'

export type SimdSupport = 'none' | 'simd' | 'relaxed'

/** Which vector instructions this machine's WebAssembly has, found by running one. */
export function simdSupport(): SimdSupport {
  if (multipliesAndAdds(true)) return 'relaxed'
  // V8 before 11.4 has relaxed SIMD behind a flag. It only widens what validates, so that it may be set late; as an argument
  // it would keep a Node that no longer knows it from starting.
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  if (multipliesAndAdds(true)) return 'relaxed'
  return multipliesAndAdds(false) ? 'simd' : 'none'
}

/**
 * Validation alone is not enough: before the proposal was finished, V8 (10.8 and older) took the operands of the
 * fused instruction in another order, a + b * c.
 */
function multipliesAndAdds(relaxedSimd: boolean): boolean {
  const builder = new ModuleBuilder({ relaxedSimd })
  const probe = builder.procedure('probe', [], (f) => {
    const splat = (value: number): V128 => v128.splatFloat(f32.const(value))
    f.store(0, f.madd(splat(2), splat(3), splat(10)))
  })
  builder.export('probe', probe)
  const bytes = builder.encode({ initial: 1, maximum: 1 })
  if (!WebAssembly.validate(bytes)) return false
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  exportedFunction(exports, 'probe')()
  return new Float32Array(memory.buffer, 0, 4).every((value) => value === 2 * 3 + 10)
}

export const simdNames: Readonly<Record<SimdSupport, string>> = {
  none: 'WebAssembly without vectors',
  simd: 'WebAssembly, SIMD',
  relaxed: 'WebAssembly, relaxed SIMD'
}

export const noSimd = {
  reason: 'its WebAssembly has no vector instructions (SIMD).',
  remedy:
    'Use a processor with SSE4.1 or NEON and a current Node or Electron, or choose the reference engine.'
} as const

/** @throws LabError 'engine-unavailable' where there are no vector instructions */
export function requireSimd(): 'simd' | 'relaxed' {
  const support = simdSupport()
  if (support !== 'none') return support
  throw new LabError(
    'engine-unavailable',
    `The WebAssembly engine cannot run here: ${noSimd.reason}`,
    noSimd.remedy
  )
}
