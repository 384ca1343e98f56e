import type { Local } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'
import type { RowBlock } from './row-block'

/** What a layer does with the rows of a block of images. */
export interface RowStep {
  readonly forward: (f: FunctionBuilder, block: RowBlock, trains: Local<'i32'>) => void
  /** Undefined where there is nothing to do: where neither it nor a layer before it learns. */
  readonly backward: ((f: FunctionBuilder, block: RowBlock) => void) | undefined
}
