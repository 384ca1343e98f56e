import { flushSync, mount } from 'svelte'
import '../../../src/renderer/tokens.css'
import '../../../src/renderer/fonts.css'
import '../../../src/renderer/base.css'
import ParallelCoordinates from '../../../src/renderer/charts/study/ParallelCoordinates.svelte'
import SeedsChart from '../../../src/renderer/charts/study/SeedsChart.svelte'
import StudyCurves from '../../../src/renderer/charts/study/StudyCurves.svelte'
import { z } from '../../../src/core/base/schema'
import { lineAxes, madeGroups, madeLines, madeRows } from './study-data'
import { timeToPicture, timeWork } from './timed-frames'

const wanted = new URLSearchParams(location.search)
const number = (name: string): number => Number(wanted.get(name))
const target = document.body.appendChild(document.createElement('div'))
target.style.cssText = 'width: 1000px; margin: 20px; padding: 14px; background: var(--card)'
document.documentElement.dataset['theme'] = wanted.get('theme') ?? 'light'

const turns = 60

const charts = {
  curves: () => {
    const groups = madeGroups(number('runs'), number('points'))
    return () => mount(StudyCurves, { target, props: { groups, xLabel: 'epoch', yLabel: 'training loss' } })
  },
  parallel: () => {
    const lines = madeLines(number('runs'))
    return () =>
      mount(ParallelCoordinates, { target, props: { axes: lineAxes, lines, resultLabel: 'accuracy, in %' } })
  },
  seeds: () => {
    const rows = madeRows(number('runs'), number('seeds'))
    const label = 'accuracy on the test images'
    return () => mount(SeedsChart, { target, props: { rows, label, onPick: () => undefined } })
  }
} as const
const chart = z.enum(['curves', 'parallel', 'seeds']).parse(wanted.get('chart'))

/** A canvas has another size than it began with once it is drawn. */
const isThere = (): boolean => {
  const canvas = document.querySelector('canvas')
  return canvas?.width !== 300
}

const picture = (): HTMLElement => {
  const found = target.querySelector<HTMLElement>('button:has(canvas)')
  if (found === null) throw new Error('there is no picture')
  return found
}

function point(type: string, share: readonly [number, number]): void {
  const element = picture()
  const { left, top, width, height } = element.getBoundingClientRect()
  element.dispatchEvent(
    new PointerEvent(type, {
      bubbles: true,
      pointerId: 1,
      clientX: left + share[0] * width,
      clientY: top + share[1] * height
    })
  )
}

async function repeated(act: (share: number) => void): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn < turns; turn++) times.push(await timeWork(() => act((turn + 0.5) / turns)))
  return times
}

async function measure(): Promise<Record<string, readonly number[]>> {
  const show = charts[chart]()
  const begin = (): void => {
    show()
    flushSync()
  }
  const first = [await timeToPicture(begin, isThere)]
  await document.fonts.ready
  if (chart === 'seeds') return { first }
  const hover = await repeated((share) => point('pointermove', [0.1 + 0.8 * share, 0.5 + 0.3 * share]))
  const pick = await repeated(() =>
    picture().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
  )
  if (chart === 'curves') return { first, hover, pick }
  // The first axis, a little inside the picture.
  const onAxis = 24 / picture().clientWidth
  point('pointerdown', [onAxis, 0.95])
  const brush = await repeated((share) => point('pointermove', [onAxis, 0.95 - 0.8 * share]))
  point('pointerup', [onAxis, 0.4])
  return { first, hover, pick, brush }
}

void measure().then((times) => {
  const output = document.body.appendChild(document.createElement('output'))
  output.textContent = JSON.stringify(times)
})
