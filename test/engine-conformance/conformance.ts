import type { Engine } from '../../src/core/engine/engine'
import { testBatches } from './batches'
import { testClipping } from './clipping'
import { testDeterminism } from './determinism'
import { testLosses } from './losses'
import { testLayers } from './layers'
import { testOptimizers } from './optimizers'
import { testPrediction } from './prediction'
import { testAgainstPytorch } from './pytorch'
import { testRefusals } from './refusals'
import { testState } from './state'
import { subject } from './subject'

/** The suite's parts, in order. */
const conformanceParts = [
  'layers',
  'batches',
  'optimizers',
  'losses',
  'clipping',
  'state',
  'determinism',
  'prediction',
  'refusals',
  'pytorch'
] as const
type Part = (typeof conformanceParts)[number]

export interface ConformanceOptions {
  /** Thread counts that must give the same bits. */
  readonly threads: readonly number[]
  /**
   * How alike an image's scores are, however many images are predicted together. rounding: a library that chooses its
   * kernels by the size of a batch adds up in another order.
   */
  readonly prediction: 'same bits' | 'rounding'
  /** Random networks to try. */
  readonly randomNetworks: number
  /** Without: all. */
  readonly parts?: readonly Part[]
}

/**
 * The one suite that every engine passes: what it computes is measured against the reference loops in float64 and
 * against PyTorch; what it lacks for a network it has to refuse.
 */
export function testConformance(name: string, engine: Engine, options: ConformanceOptions): void {
  const tested = subject(name, engine)
  const tests: Readonly<Record<Part, () => void>> = {
    layers: () => testLayers(tested, options.randomNetworks),
    batches: () => testBatches(tested),
    optimizers: () => testOptimizers(tested),
    losses: () => testLosses(tested),
    clipping: () => testClipping(tested, options.threads),
    state: () => testState(tested),
    determinism: () => testDeterminism(tested, options.threads),
    prediction: () => testPrediction(tested, options.prediction),
    refusals: () => testRefusals(tested),
    pytorch: () => testAgainstPytorch(tested)
  }
  for (const part of options.parts ?? conformanceParts) tests[part]()
}
