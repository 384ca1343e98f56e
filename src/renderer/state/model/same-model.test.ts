import { expect, test } from 'vitest'
import { lessonModel } from '../../../core/model/lesson-model'
import { setFrozen } from '../../../core/layers/set-frozen'
import { sameButFrozen, sameModel } from './same-model'

test('a frozen layer makes another network that computes the same', () => {
  const layers = lessonModel.layers.map((layer, i) => (i === 0 ? setFrozen(layer, true) : layer))
  const frozen = { ...lessonModel, layers }
  expect([sameModel(lessonModel, frozen), sameButFrozen(lessonModel, frozen)]).toEqual([false, true])
  expect(sameButFrozen(lessonModel, { ...lessonModel, layers: layers.slice(0, -1) })).toBe(false)
})
