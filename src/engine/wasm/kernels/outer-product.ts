import { required } from '../../../core/base/required'
import type { Local, V128 } from '../assembler/expression'
import type { Features, FunctionBuilder } from '../assembler/function-builder'

/** Vector registers that V8 gives out on x64; others have more. */
const registers = 15

/**
 * How long a tile may be that is `side` wide (at most 3), so that its sums and operands stay in registers. Where
 * multiplication and addition are not one instruction, the product takes a register too.
 */
export function longestSide(side: number, { relaxedSimd }: Features): number {
  const others = side + (relaxedSimd ? 1 : 2)
  return Math.floor((registers - others) / side)
}

/**
 * sums[i][j] += row(i) * column(j): the operands of the shorter side are held in registers, those of the other loaded
 * one at a time.
 * @param fence of the loop around it
 */
export function addOuterProduct(
  f: FunctionBuilder,
  fence: () => void,
  sums: readonly (readonly Local<'v128'>[])[],
  row: (i: number) => V128,
  column: (j: number) => V128
): void {
  const rows = sums.length
  const columns = required(sums[0], 'a row of sums').length
  const holdsRows = rows <= columns
  const held = Array.from({ length: Math.min(rows, columns) }, (_, i) =>
    f.local('v128', holdsRows ? row(i) : column(i))
  )
  const streamed = f.local('v128')
  for (let i = 0; i < Math.max(rows, columns); i++) {
    if (i > 0) fence()
    f.set(streamed, holdsRows ? column(i) : row(i))
    held.forEach((operand, k) => {
      const sum = holdsRows ? sums[k]?.[i] : sums[i]?.[k]
      f.accumulate(required(sum, 'a sum of each row and column'), streamed, operand)
    })
  }
}
