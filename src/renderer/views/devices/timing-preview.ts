import { wordList } from '../../../core/format/word-list'
import type { EngineStatus } from '../../../lab/contract/engine-status'

/** Takes part in no race: it is what the others are checked against. */
const yardstick = 'reference'

/** What timing would compare on this machine, before it was done; undefined before the engines are known. */
export function timingPreview(engines: readonly EngineStatus[] | undefined): string | undefined {
  if (engines === undefined) return undefined
  const able = engines.filter(({ available }) => available)
  const [first, ...others] = able.filter(({ engine }) => engine !== yardstick)
  const spare = able.find(({ engine }) => engine === yardstick)
  if (first === undefined) {
    return spare === undefined
      ? 'No engine can run here, so there is none to time.'
      : `Only ${spare.name} can run here. It can still be timed.`
  }
  if (others.length > 0) {
    return `Times ${wordList([first, ...others].map(({ name }) => name))} briefly at several batch sizes. A run with auto does this once for its own batch size.`
  }
  return spare === undefined
    ? `Only ${first.name} can run here, so auto uses it. It can still be timed.`
    : `Auto uses ${first.name}. The only other engine that can run here, ${spare.name}, is slow and serves to check the others. It can still be timed.`
}
