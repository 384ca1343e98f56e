import type { V128 } from '../assembler/expression'
import { v128 } from '../assembler/vector'

/** All bits of the first lanes, and none of the others. */
export function laneMask(lanes: number): V128 {
  const bits = (lane: number): number => (lane < lanes ? -1 : 0)
  return v128.ints(bits(0), bits(1), bits(2), bits(3))
}
