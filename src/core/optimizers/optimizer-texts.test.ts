import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { optimizerRule } from './optimizer-rule'
import {
  defaultOptimizers,
  knobsOf,
  type OptimizerSpec,
  optimizerStateNames,
  optimizerTypes
} from './optimizer-kinds'
import { optimizerText } from './optimizer-texts'
import { knobTexts } from './knob-texts'

const written = (spec: OptimizerSpec, weight: number, gradient: number, kept: readonly number[]): number =>
  optimizerText(spec).update(spec, { name: 'x', weight, gradient, kept, step: 3 }).at(-1)?.result ?? NaN

describe.each(optimizerTypes)('%s', (type) => {
  const spec = { ...defaultOptimizers[type], weightDecay: 0 }

  test('the step that is written out is the step that is computed', () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true })
    fc.assert(
      fc.property(number, number, fc.double({ min: 0.01, max: 5, noNaN: true }), (weight, gradient, kept) => {
        const state = optimizerStateNames(spec).map(() => kept)
        const rule = optimizerRule(
          spec,
          spec.learningRate,
          3,
          state.map((value) => Float64Array.of(value))
        )
        expect(written(spec, weight, gradient, state)).toBeCloseTo(rule(weight, gradient, 0), 6)
      })
    )
  })

  test('every knob is explained', () => {
    for (const knob of knobsOf(type)) expect(knobTexts[knob].guide(spec)?.body.length).toBeGreaterThan(0)
  })
})

test('the momentum of Muon is told as the mean that it is', () => {
  const { sgd, muon } = defaultOptimizers
  const said = (spec: OptimizerSpec): string => JSON.stringify(knobTexts.momentum.guide(spec))
  expect(said(muon)).toContain('v = **0.95** · v + 0.05 · gradient')
  expect(said(muon)).toContain('**20** steps')
  expect(said(sgd)).toContain('v = **0.9** · v + gradient')
})
