import { tick } from 'svelte'
import type { App } from '../app/app.svelte'
import type { Topic } from '../../core/lesson/topic'
import type { Tab } from '../state/place/tabs.svelte'
import type { GuidePlace } from './place-of'

const stepByStep: readonly Topic[] = ['zeroGrad', 'backward']
/** Which pictures of the Data room have what a line speaks of. */
const dataTabs: Readonly<Partial<Record<Topic, Tab<'data'>>>> = {
  classes: 'classes',
  pixels: 'image',
  batchSize: 'batches',
  workers: 'batches',
  seed: 'batches',
  epochs: 'batches',
  trainSet: 'split',
  testSet: 'split',
  validationSplit: 'split',
  trainImages: 'split'
}
const focusable = 'input, select, button, [tabindex="0"]'

/** Goes to the room in which a control or picture is, brings it into sight, and puts the focus on it. */
export async function showPlace(app: App, key: Topic, { room }: Pick<GuidePlace, 'room'>): Promise<void> {
  const layer = app.networkRoom.model.layers.findIndex(({ name }) => key === `layer:${name}`)
  if (layer !== -1) app.networkRoom.select(layer)
  if (stepByStep.includes(key)) app.tabs.show('train', 'steps')
  const tab = dataTabs[key]
  if (room === 'data' && tab !== undefined) app.tabs.show('data', tab)
  app.go(room)
  await tick()
  app.link.explain(key)
  const ends = app.link.endsOf(key).filter((end) => end.closest('[data-guide]') === null)
  const end = ends.find((one) => one.querySelector('input, select') !== null) ?? ends[0]
  if (end === undefined) return
  const folded = end.closest('details')
  if (folded !== null) folded.open = true
  const target = end.matches(focusable) ? end : end.querySelector<HTMLElement>(focusable)
  end.scrollIntoView({ block: 'nearest' })
  target?.focus()
}
