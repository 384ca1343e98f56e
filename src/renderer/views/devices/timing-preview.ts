import type { EngineStatus } from '../../../lab/contract/engine-status'

/** Takes part in no race: it is what the others are checked against. */
const yardstick = 'reference'

const list = new Intl.ListFormat('en')

/** What timing would compare on this machine, before it was done; undefined before the engines are known. */
export function timingPreview(engines: readonly EngineStatus[] | undefined): string | undefined {
  if (engines === undefined) return undefined
  const able = engines.filter(({ available }) => available)
  const [first, ...others] = able.filter(({ engine }) => engine !== yardstick)
  const spare = able.find(({ engine }) => engine === yardstick)
  if (first === undefined) {
    return spare === undefined
      ? 'No engine can run here, so there is none to time.'
      : `Only ${spare.name} can run here. It can be timed all the same.`
  }
  if (others.length > 0) {
    return `Times ${list.format([first, ...others].map(({ name }) => name))} for a moment at several batch sizes; a run with auto does the same for its own, once.`
  }
  return spare === undefined
    ? `Only ${first.name} can run here, so auto takes it. It can be timed all the same.`
    : `Auto takes ${first.name}: the only other engine that can run here, ${spare.name}, is there to check engines, and slow. It can be timed all the same.`
}
