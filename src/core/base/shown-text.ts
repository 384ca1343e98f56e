import { controlCharacters } from './control-characters'
import { z } from './schema'

/**
 * Text of one line that people give to a thing, such as a lab's title.
 * @param what it is, for the messages: `the title`
 * @param most characters that it may have
 */
export function shownText(what: string, most = 80): z.ZodString {
  return z
    .string(`${what} must be text`)
    .trim()
    .min(1, `${what} must not be empty`)
    .max(most, `${what} is longer than ${most} characters`)
    .refine(
      (text) => !controlCharacters.test(text),
      `${what} cannot contain control characters or line breaks`
    )
}
