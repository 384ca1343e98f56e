import { defaultOptimizers, type OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import { optimizerTexts } from '../../../core/optimizers/optimizer-texts'

export interface RaceSettings {
  readonly start: readonly [number, number]
  /** Learning rate of those whose step is a multiple of the slope. */
  readonly slopeRate: number
  /** Learning rate of the adaptive ones. */
  readonly adaptiveRate: number
  readonly momentum: number
}

interface Entrant {
  readonly name: string
  readonly family: 'slope' | 'adaptive'
  /** Circle, square or triangle; solid, dashed or dotted: tells the members of a family apart. */
  readonly mark: 0 | 1 | 2
  spec(settings: RaceSettings): OptimizerSpec
}

/** SGD with more or less of its knobs. */
const slope = (
  name: string,
  mark: Entrant['mark'],
  knobs: (settings: RaceSettings) => { readonly momentum: number; readonly nesterov: boolean }
): Entrant => ({
  name,
  family: 'slope',
  mark,
  spec: (settings) => ({
    ...defaultOptimizers.sgd,
    learningRate: settings.slopeRate,
    ...knobs(settings)
  })
})

/** With its usual knobs. */
const adaptive = (type: 'adagrad' | 'rmsprop' | 'adam', mark: Entrant['mark']): Entrant => ({
  name: optimizerTexts[type].name,
  family: 'adaptive',
  mark,
  spec: ({ adaptiveRate }) => ({ ...defaultOptimizers[type], learningRate: adaptiveRate })
})

/** Who takes part in the race, in order. */
export const racers = {
  sgd: slope(optimizerTexts.sgd.name, 0, () => ({ momentum: 0, nesterov: false })),
  momentum: slope('Momentum', 1, ({ momentum }) => ({ momentum, nesterov: false })),
  nesterov: slope('Nesterov', 2, ({ momentum }) => ({ momentum, nesterov: true })),
  adagrad: adaptive('adagrad', 0),
  rmsprop: adaptive('rmsprop', 1),
  adam: adaptive('adam', 2)
} as const satisfies Readonly<Record<string, Entrant>>

export type RacerId = keyof typeof racers
const isRacer = (id: string): id is RacerId => id in racers
export const racerIds = Object.keys(racers).filter(isRacer)
