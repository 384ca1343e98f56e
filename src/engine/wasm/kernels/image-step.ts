import type { Local } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'
import type { Bases } from './image-bases'

/** What a layer does with one image. */
export interface ImageStep {
  readonly forward: (f: FunctionBuilder, bases: Bases, trains: Local<'i32'>) => void
  readonly backward: (f: FunctionBuilder, bases: Bases, part: Local<'i32'>) => void
}
