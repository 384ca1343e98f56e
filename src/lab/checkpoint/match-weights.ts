import type { ParameterShape } from '../../core/layers/layer-kind'
import { volume } from '../../core/layers/shape'
import { parameterShapes } from '../../core/model/infer-shapes'
import type { Weights } from '../../core/model/weights'
import type { ReadNetwork } from './foreign-network'
import { hints, invalidCheckpoint, shown } from './invalid-checkpoint'
import { matchWeightNames } from './match-weight-names'

/** Weights that a file lists. */
interface Listed {
  readonly name: string
  readonly shape: readonly number[]
}

/**
 * Which of the weights that a file lists each parameter takes, by their names.
 * @returns by the place of a parameter: the place in the list
 * @throws LabError 'checkpoint-invalid' for one that belongs to no layer, is listed twice or has another shape
 */
export function matchWeights(
  network: ReadNetwork,
  listed: readonly Listed[],
  file: string
): ReadonlyMap<number, number> {
  const parameters = parameterShapes(network.model)
  const placeOf = matchWeightNames(
    network.weightNames,
    listed.map(({ name }) => name)
  )
  const found = new Map<number, number>()
  listed.forEach(({ name, shape }, at) => {
    const label = `Weight ${shown(name)} in ${file}`
    const place = placeOf(name)
    const parameter = place === undefined ? undefined : parameters[place]
    if (place === undefined || parameter === undefined)
      throw invalidCheckpoint(`${label} belongs to no layer.`, hints.network)
    if (found.has(place)) throw invalidCheckpoint(`${label} is listed twice.`, hints.damaged)
    requireShape(parameter, shape, label)
    found.set(place, at)
  })
  return found
}

/** @throws LabError 'checkpoint-invalid' */
export function requireShape(parameter: ParameterShape, shape: readonly number[], label: string): void {
  if (shape.join() === parameter.shape.join()) return
  throw invalidCheckpoint(
    `${label} has shape [${shape.join(', ')}], but its layer needs [${parameter.shape.join(', ')}].`,
    hints.damaged
  )
}

/**
 * The weights of a network whose file has its values.
 * @param valuesOf by the place of a parameter; undefined where the file has none for it
 * @throws LabError 'checkpoint-invalid' for what is missing, not finite, or a variance below 0
 */
export function filledWeights(
  { model, weightNames }: ReadNetwork,
  valuesOf: (place: number) => Float32Array | undefined,
  file: string
): Weights {
  return parameterShapes(model).map(({ name, shape, initialValue }, place) => {
    const original = weightNames[place]
    if (original === undefined) {
      // The layer goes without it: a bias that adds nothing, a scale of 1.
      return { name, shape, values: new Float32Array(volume(shape)).fill(initialValue ?? 0) }
    }
    const values = valuesOf(place)
    if (values === undefined) {
      throw invalidCheckpoint(
        `${file} lists no weights named ${shown(original)}, which a layer needs.`,
        hints.damaged
      )
    }
    requireFinite(values, `The weights ${shown(original)}`)
    if (name.endsWith('/moving_variance')) requireVariances(values, original)
    return { name, shape, values }
  })
}

/** @throws LabError 'checkpoint-invalid' */
export function requireFinite(values: Float32Array, what: string): void {
  const wrong = values.find((value) => !Number.isFinite(value))
  if (wrong === undefined) return
  throw invalidCheckpoint(
    `${what} contain ${wrong}, which is not a finite number.`,
    'The network diverged before it was saved, or the file is damaged. Use an earlier checkpoint.'
  )
}

/** A negative one would make every score NaN. */
function requireVariances(values: Float32Array, name: string): void {
  const negative = values.find((value) => value < 0)
  if (negative === undefined) return
  throw invalidCheckpoint(
    `The weights ${shown(name)} contain ${negative}, but a variance is never negative.`,
    hints.damaged
  )
}
