import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { defineStudy } from '../../../core/study/define-study'
import { studyLayout } from '../../../core/study/study-trials'
import { curveGroups } from './curve-groups'

const layout = studyLayout(
  defineStudy({
    variants: [lessonConfig, { ...lessonConfig, batchSize: 64 }],
    search: { kind: 'none' },
    seeds: [1, 2]
  })
)
const curve = (trial: number, round: number, steps: readonly number[]) => ({
  trial,
  round,
  stepsPerEpoch: 10,
  loss: steps.map((step) => ({ step, loss: round + step / 100 })),
  validation: steps.map((step) => ({ step, accuracy: step / 100 }))
})

test('curves by settings, over epochs; what goes on follows, what starts again takes the place', () => {
  const curves = [
    curve(2, 0, [5, 10]),
    curve(0, 1, [15, 20]),
    curve(0, 0, [5, 10]),
    curve(1, 0, [5]),
    curve(1, 1, [4])
  ]
  expect(curveGroups(layout, curves, 'loss')).toEqual([
    {
      title: 'batch size 4',
      curves: [
        {
          trial: 0,
          points: [
            { x: 0.5, y: 0.05 },
            { x: 1, y: 0.1 },
            { x: 1.5, y: 1.15 },
            { x: 2, y: 1.2 }
          ]
        },
        {
          trial: 2,
          points: [
            { x: 0.5, y: 0.05 },
            { x: 1, y: 0.1 }
          ]
        }
      ]
    },
    { title: 'batch size 64', curves: [{ trial: 1, points: [{ x: 0.4, y: 1.04 }] }] }
  ])
  expect(curveGroups(layout, curves, 'validation')[1]?.curves[0]?.points).toEqual([{ x: 0.4, y: 0.04 }])
})
