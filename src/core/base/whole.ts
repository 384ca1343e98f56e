import { formatCount } from '../format/format-number'
import { z } from './schema'

/** A whole number from min to max, with a message that names it: `epochs must be a whole number from 1 to 1,000`. */
export function whole(what: string, min: number, max: number): z.ZodInt {
  const range = `${what} must be a whole number from ${formatCount(min)} to ${formatCount(max)}`
  return z.int(range).min(min, range).max(max, range)
}
