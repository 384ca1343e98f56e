import { setFlagsFromString } from 'node:v8'
import { LabError } from '../../core/base/lab-error'
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
  return multiplyAdd(relaxedSimd, 2, 3, 10) === 2 * 3 + 10
}

/** What a * b + c comes to here, rounded as the kernels round; undefined where there is no such instruction. */
function multiplyAdd(relaxedSimd: boolean, a: number, b: number, c: number): number | undefined {
  const builder = new ModuleBuilder({ relaxedSimd })
  const probe = builder.procedure('probe', [], (f) => {
    const splat = (value: number): V128 => v128.splatFloat(f32.const(value))
    f.store(0, f.madd(splat(a), splat(b), splat(c)))
  })
  builder.export('probe', probe)
  const bytes = builder.encode({ initial: 1, maximum: 1 })
  if (!WebAssembly.validate(bytes)) return undefined
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  exportedFunction(exports, 'probe')()
  return new Float32Array(memory.buffer, 0, 1)[0]
}

/**
 * How the kernels round: relaxed SIMD rounds a * b + c once where the processor has an instruction for it, and twice
 * where it has none, as plain SIMD always does. Found by computing 2^-24, which rounding twice loses.
 */
export function wasmArithmetic(support: 'simd' | 'relaxed'): string {
  const factor = 1 + 2 ** -12
  const fused = multiplyAdd(support === 'relaxed', factor, factor, -(1 + 2 ** -11)) === 2 ** -24
  return fused ? 'WebAssembly, fused multiply-add' : 'WebAssembly, separate multiply and add'
}

/** For people: `WebAssembly, relaxed SIMD with fused multiply-add`. */
export function describeSimd(support: 'simd' | 'relaxed'): string {
  if (support === 'simd') return 'WebAssembly, plain SIMD'
  const fused = wasmArithmetic(support) === wasmArithmetic('simd') ? 'without' : 'with'
  return `WebAssembly, relaxed SIMD ${fused} fused multiply-add`
}

export const noSimd = {
  reason: 'its WebAssembly has no vector instructions (SIMD).',
  remedy:
    'Use a processor with SSE4.1 or NEON and a current Node or Electron, or choose the engine “reference”.'
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
