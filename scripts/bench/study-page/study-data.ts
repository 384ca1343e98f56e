import { Random } from '../../../src/core/maths/random'
import type { StudyGroup } from '../../../src/renderer/charts/study/study-group'
import type { StudyLine } from '../../../src/renderer/charts/study/parallel-plane'
import { summariseSeeds } from '../../../src/core/study/seed-statistics'

const groupCount = 10

/** Curves like those of a loss, of ten settings. */
export function madeGroups(runs: number, points: number): readonly StudyGroup[] {
  const random = Random.seeded(1)
  return Array.from({ length: groupCount }, (_, group) => ({
    title: `learning rate ${(0.001 * (group + 1)).toFixed(3)}`,
    curves: Array.from({ length: runs / groupCount }, (__, i) => {
      const speed = 0.5 + 0.1 * group + 0.2 * random.nextFloat()
      return {
        trial: group * (runs / groupCount) + i,
        points: Array.from({ length: points }, (___, at) => {
          const x = (12 * (at + 1)) / points
          return { x, y: 0.8 + 1.5 * Math.exp((-x * speed) / 4) + 0.05 * random.nextFloat() }
        })
      }
    })
  }))
}

/** Settings drawn at random over four axes. */
export function madeLines(runs: number): readonly StudyLine[] {
  const random = Random.seeded(2)
  return Array.from({ length: runs }, (_, id) => {
    const rate = Number((1e-4 * 1000 ** random.nextFloat()).toPrecision(3))
    const batch = 4 * 2 ** random.nextBelow(6)
    const momentum = Number(random.nextFloat().toFixed(2))
    const optimizer = ['SGD', 'Adam', 'AdamW'][random.nextBelow(3)] ?? 'SGD'
    const result = 0.65 - 0.05 * Math.abs(Math.log10(rate / 0.005)) - 0.05 * random.nextFloat()
    return { id, at: [rate, batch, momentum, optimizer], result }
  })
}

export const lineAxes = [
  { label: 'learning rate', scale: 'log' },
  { label: 'batch size', scale: 'log' },
  { label: 'momentum', scale: 'linear' },
  { label: 'optimizer', scale: 'choice', values: ['SGD', 'Adam', 'AdamW'] }
] as const

/** Settings with some seeds each. */
export function madeRows(runs: number, seeds: number) {
  const random = Random.seeded(3)
  return Array.from({ length: Math.ceil(runs / seeds) }, (_, i) => {
    const values = Array.from({ length: seeds }, () => 0.5 + 0.0005 * i + 0.03 * random.nextFloat())
    const { mean, margin } = summariseSeeds(values)
    return {
      title: `learning rate ${(0.001 * (i + 1)).toFixed(3)}`,
      values,
      mean,
      margin,
      best: i === 3,
      standing: mean
    }
  })
}
