import { shortCause } from '../core/base/short-cause'

/**
 * A message as it leaves the machine. Causes are shortened here, wherever in a message they stand: in an answer, a
 * status, or the events of a run that failed.
 */
export function clientText(message: unknown): string {
  const text = JSON.stringify(message)
  return text.includes('"cause":') ? JSON.stringify(message, shorten) : text
}

function shorten(key: string, value: unknown): unknown {
  return key === 'cause' && typeof value === 'string' ? shortCause(value) : value
}
