import { z } from './schema'

/** A number from min to max, with messages that name it: `momentum must be from 0 to 0.999`. */
export function numberIn(what: string, min: number, max: number): z.ZodNumber {
  const range = `${what} must be from ${min} to ${max}`
  return z.number(`${what} must be a number`).min(min, range).max(max, range)
}
