import type { Local, V128 } from '../assembler/expression'
import { v128 } from '../assembler/vector'
import type { ConvolutionStage } from '../plan/plan'

/**
 * Which of four gradients of neighbouring filters reach the convolution: a mask for those that are not zero and, where
 * ReLU is part of the pooling, that it let through.
 * @param y address of what they are gradients of, less the offset
 */
export function listedGradients(
  { pool }: ConvolutionStage,
  gradients: V128,
  y: Local<'i32'>,
  offset = 0
): V128 {
  const nonzero = v128.neFloat(gradients, v128.zero)
  return pool?.relu === true ? v128.and(nonzero, v128.neFloat(v128.load(y, offset), v128.zero)) : nonzero
}
