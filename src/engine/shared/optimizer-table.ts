import type { OptimizerSpec, OptimizerType } from '../../core/optimizers/optimizer-kinds'

/** As `LayerTable`, for types of optimizers: `table[spec.type](spec)`. */
export type OptimizerTable<Part, Rest extends readonly unknown[] = []> = {
  readonly [T in OptimizerType]: (spec: OptimizerSpec<T>, ...rest: Rest) => Part
}
