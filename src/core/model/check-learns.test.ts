import { expect, test } from 'vitest'
import { canFreeze } from '../layers/layer-kinds'
import { setFrozen } from '../layers/set-frozen'
import { checkLearns } from './check-learns'
import { lessonModel } from './lesson-model'
import type { ModelSpec } from './model-spec'

test('a network learns while one layer with weights is not frozen', () => {
  const names = lessonModel.layers.flatMap(({ name, type }) => (canFreeze(type) ? [name] : []))
  expect(names).toHaveLength(5)
  const learningOnly = (one: string | undefined): ModelSpec => ({
    ...lessonModel,
    layers: lessonModel.layers.map((layer) =>
      canFreeze(layer.type) && layer.name !== one ? setFrozen(layer, true) : layer
    )
  })
  for (const name of names) checkLearns(learningOnly(name))
  expect(() => {
    checkLearns(learningOnly(undefined))
  }).toThrow('all of its layers with weights are frozen')
})

test('a network without weights does not learn', () => {
  expect(() => {
    checkLearns({ inputShape: [1, 1, 3], layers: [{ type: 'flatten', name: 'f' }] })
  }).toThrow('none of its layers has weights')
})
