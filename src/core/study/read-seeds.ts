/** `5`: the seeds 1 to 5; `1, 7, 9`: these. undefined for what is neither a number of seeds nor a list of them. */
export function readSeeds(text: string): readonly number[] | undefined {
  const parts = text.split(',').map((part) => part.trim())
  if (!parts.every((part) => /^\d{1,10}$/.test(part))) return undefined
  const numbers = parts.map(Number)
  const [only] = numbers
  if (only === undefined || numbers.length > 1) return numbers
  return only < 1 || only > mostCounted ? undefined : Array.from({ length: only }, (_, i) => i + 1)
}

/** A study takes far fewer; a large number is not to fill the memory before it is refused. */
const mostCounted = 10_000
