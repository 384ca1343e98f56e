import type { Local } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'
import type { Bases } from './image-bases'

/** What a layer does with one image. */
export interface ImageStep {
  readonly forward: (f: FunctionBuilder, bases: Bases, trains: Local<'i32'>) => void
  /** Undefined where there is nothing to do: where neither it nor a layer before it learns. */
  readonly backward: ((f: FunctionBuilder, bases: Bases, part: Local<'i32'>) => void) | undefined
}
