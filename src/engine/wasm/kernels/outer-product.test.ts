import { describe, expect, test } from 'vitest'
import { ModuleBuilder } from '../assembler/module-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { exportedFunction } from '../exported-function'
import { addOuterProduct, longestSide } from './outer-product'

test.each([1, 2, 3])('a tile %i wide fits into the registers, one longer does not', (side) => {
  for (const relaxedSimd of [true, false]) {
    const product = relaxedSimd ? 0 : 1
    const needed = (length: number): number => side * length + Math.min(side, length) + 1 + product
    const longest = longestSide(side, { relaxedSimd })
    expect(needed(longest)).toBeLessThanOrEqual(15)
    expect(needed(longest + 1)).toBeGreaterThan(15)
  }
})

describe('addOuterProduct', () => {
  test.each([
    { rows: 1, columns: 4 },
    { rows: 6, columns: 2 },
    { rows: 2, columns: 6 },
    { rows: 3, columns: 3 }
  ])('of $rows x $columns', ({ rows, columns }) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
    const module = new ModuleBuilder({ relaxedSimd: false })
    const base = 1024
    const product = module.procedure('product', ['i32'], (f) => {
      const address = f.parameter(0, 'i32')
      const sums = Array.from({ length: rows }, () => f.locals(columns, 'v128', () => v128.zero))
      const left = f.int(2)
      f.fencedLoop(address, (fence) => {
        addOuterProduct(
          f,
          fence,
          sums,
          (i) => v128.loadSplat(address, i * 4),
          (j) => v128.loadSplat(address, 64 + j * 4)
        )
        f.advance(left, -1)
        return i32.lt(0, left)
      })
      sums.flat().forEach((sum, i) => {
        f.store32(address, sum, 0, 128 + i * 4)
      })
    })
    module.export('product', product)
    const { exports } = new WebAssembly.Instance(
      new WebAssembly.Module(module.encode({ initial: 1, maximum: 1 })),
      { env: { memory } }
    )
    const floats = new Float32Array(memory.buffer, base, 64)
    for (let i = 0; i < 16; i++) floats.set([i + 1], i)
    for (let j = 0; j < 16; j++) floats.set([10 * (j + 1)], 16 + j)
    exportedFunction(exports, 'product')(base)
    const expected = Array.from({ length: rows * columns }, (_, k) => {
      const [i, j] = [Math.floor(k / columns), k % columns]
      // Two rounds of the loop.
      return 2 * (i + 1) * 10 * (j + 1)
    })
    expect([...floats.subarray(32, 32 + rows * columns)]).toEqual(expected)
  })
})
