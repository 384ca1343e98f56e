import { expect, test } from 'vitest'
import { describeSimd, simdSupport, wasmArithmetic } from './simd-support'

test('plain SIMD rounds twice', () => {
  expect(wasmArithmetic('simd')).toBe('WebAssembly, separate multiply and add')
  expect(describeSimd('simd')).toBe('WebAssembly, plain SIMD')
})

test.runIf(simdSupport() === 'relaxed')('relaxed SIMD is named for what this processor makes of it', () => {
  const fused = wasmArithmetic('relaxed') === 'WebAssembly, fused multiply-add'
  expect(wasmArithmetic('relaxed')).toBe(fused ? 'WebAssembly, fused multiply-add' : wasmArithmetic('simd'))
  expect(describeSimd('relaxed')).toBe(
    `WebAssembly, relaxed SIMD ${fused ? 'with' : 'without'} fused multiply-add`
  )
})
