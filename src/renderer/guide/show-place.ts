import { tick } from 'svelte'
import type { App } from '../app/app.svelte'
import type { Topic } from '../../core/lesson/topic'
import type { GuidePlace } from './place-of'
import { showPicture } from './show-picture'

const focusable = 'input, select, button, [tabindex="0"]'

/** Goes to the room in which a control or picture is, brings it into sight, and puts the focus on it. */
export async function showPlace(app: App, key: Topic, { room }: Pick<GuidePlace, 'room'>): Promise<void> {
  // Seeds are compared outside the lesson's rooms.
  if (key === 'seeds') app.openStudy()
  else {
    showPicture(app, key, room)
    app.go(room)
  }
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
