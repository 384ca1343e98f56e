import type { Int, Local } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import { i32, int } from '../assembler/scalar'
import { align } from '../plan/arena'
import { panelFloats } from '../plan/panel-floats'
import type { Rows } from '../plan/plan'

/** Which images of the batch, and where their feature gradients go. */
export interface RowBlock {
  readonly first: Local<'i32'>
  readonly images: Local<'i32'>
  readonly featureGradients: Int
  /** Optimizer steps before this one. */
  readonly step: Local<'i32'>
}

/** Takes the images of a block apart into groups for which there is a kernel, the largest first. */
export function eachGroup(
  f: FunctionBuilder,
  block: RowBlock,
  kernels: readonly { readonly count: number; readonly kernel: FunctionReference }[],
  values: (index: Local<'i32'>) => readonly ReturnType<typeof int>[]
): void {
  const index = f.int(0)
  const left = f.int(block.images)
  for (const { count, kernel } of kernels) {
    f.if(i32.ge(left, count), () => {
      f.doWhile(() => {
        f.call(kernel, ...values(index))
        f.advance(index, count)
        f.advance(left, -count)
        return i32.ge(left, count)
      })
    })
  }
}

/** Rows of the batch: `first` counts from the batch's first image, `index` from the block's. */
export function rowAddress(
  base: number,
  rows: Pick<Rows, 'stride'>,
  block: RowBlock,
  index: Local<'i32'>
): ReturnType<typeof int> {
  return int(i32.add(i32.mul(i32.add(block.first, index), rows.stride), base))
}

/** Gradients of rows: of the whole batch, or those that a thread keeps of its block. */
export function gradientAddress(
  rows: Pick<Rows, 'stride' | 'gradient'>,
  block: RowBlock,
  index: Local<'i32'>
): ReturnType<typeof int> {
  const { gradient } = rows
  return gradient.region === 'batch'
    ? rowAddress(gradient.address, rows, block, index)
    : int(i32.add(i32.add(block.featureGradients, gradient.offset), i32.mul(index, rows.stride)))
}

/** Values of a row with the zeros that fill its last panel. */
export function paddedLength({ length }: Rows): number {
  return align(length, panelFloats)
}
