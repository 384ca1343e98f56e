import { z } from '../base/schema'
import { adagrad } from './adagrad'
import { adam } from './adam'
import { adamw } from './adamw'
import { isKnob, type KnobName } from './knobs'
import { muon } from './muon'
import type { OptimizerKind } from './optimizer-kind'
import { rmsprop } from './rmsprop'
import { sgd } from './sgd'

/** Every type of optimizer there is, in the order in which people are offered them. */
const kinds = { sgd, adagrad, rmsprop, adam, adamw, muon }

export type OptimizerType = keyof typeof kinds
type Kinds = typeof kinds
type OptimizerOf = { readonly [T in OptimizerType]: z.infer<Kinds[T]['schema']> }

/**
 * An optimizer as data; `OptimizerSpec<'adam'>` is one of that type. It is written as a mapped type so that the compiler
 * follows an optimizer through a table: in `table[spec.type](spec)` both are of the same type.
 */
export type OptimizerSpec<T extends OptimizerType = OptimizerType> = {
  [P in T]: { readonly type: P } & OptimizerOf[P]
}[T]
export type SgdSpec = OptimizerSpec<'sgd'>

export const optimizerKinds: {
  readonly [T in OptimizerType]: OptimizerKind<Kinds[T]['schema'], OptimizerSpec<T>>
} = kinds

/** What core knows of an optimizer's type: `optimizerKind(spec).rule(spec, ...)`. */
export function optimizerKind<T extends OptimizerType>(
  spec: OptimizerSpec<T>
): OptimizerKind<Kinds[T]['schema'], OptimizerSpec<T>> {
  return optimizerKinds[spec.type]
}

/** The types in order. */
export const optimizerTypes = Object.values(optimizerKinds).map(({ schema }) => schema.shape.type.value)

export function isOptimizerType(name: string): name is OptimizerType {
  return Object.hasOwn(kinds, name)
}

/** An optimizer of any type. */
export const optimizerSpec = z.discriminatedUnion(
  'type',
  [sgd.schema, adagrad.schema, rmsprop.schema, adam.schema, adamw.schema, muon.schema],
  `must be one of ${optimizerTypes.join(', ')}`
)

/** torch.optim's defaults. */
export const defaultOptimizers: { readonly [T in OptimizerType]: OptimizerSpec<T> } = {
  sgd: sgd.usual,
  adagrad: adagrad.usual,
  rmsprop: rmsprop.usual,
  adam: adam.usual,
  adamw: adamw.usual,
  muon: muon.usual
}

/** Names of the values that an optimizer keeps for each trainable weight, in the order of `TrainingState.optimizerState`. */
export function optimizerStateNames({ type }: OptimizerSpec): readonly string[] {
  return optimizerKinds[type].stateNames
}

/** Whether the weights of a matrix move together, and not each by itself. */
export function movesMatrices({ type }: OptimizerSpec): boolean {
  return optimizerKinds[type].matrix !== undefined
}

/** What can be set of a type of optimizer, in the order of its formula. */
export function knobsOf(type: OptimizerType): readonly KnobName[] {
  return Object.keys(optimizerKinds[type].schema.shape).filter(isKnob)
}
