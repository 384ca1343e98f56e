import { z } from './schema'

/** Characters that a terminal or a page would obey instead of showing. */
const controls = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u

/**
 * Text of one line that people give to a thing, such as a lab's title.
 * @param what it is, for the messages: `the title`
 */
export function shownText(what: string): z.ZodString {
  return z
    .string(`${what} must be text`)
    .trim()
    .min(1, `${what} must not be empty`)
    .max(80, `${what} is longer than 80 characters`)
    .refine((text) => !controls.test(text), `${what} cannot contain control characters or line breaks`)
}
