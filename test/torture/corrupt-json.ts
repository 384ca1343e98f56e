import type { Random } from '../../src/core/maths/random'

/** A place in parsed JSON. */
interface Leaf {
  readonly holder: Record<string, unknown>
  readonly key: string
}

/**
 * A JSON file, or one line of a file of JSON lines, written again as a program would that knows nothing of seals, with
 * one number, text or truth changed or one key taken away.
 * @returns undefined for what is not JSON
 */
export function corruptJson(
  change: 'change a value' | 'remove a key',
  file: Uint8Array,
  random: Random
): Uint8Array | undefined {
  const text = Buffer.from(file).toString('utf8')
  const whole = changedText(change, text, random)
  if (whole !== undefined) return Buffer.from(whole)
  const lines = text.split('\n')
  const i = random.nextBelow(lines.length)
  const line = changedText(change, lines[i] ?? '', random)
  return line === undefined ? undefined : Buffer.from(lines.with(i, line).join('\n'))
}

function changedText(
  change: 'change a value' | 'remove a key',
  text: string,
  random: Random
): string | undefined {
  const value = parse(text)
  const leaves = leavesOf(value)
  const leaf = leaves[random.nextBelow(Math.max(1, leaves.length))]
  if (leaf === undefined) return undefined
  const { holder, key } = leaf
  if (change === 'remove a key') Reflect.deleteProperty(holder, key)
  else holder[key] = changedValue(holder[key], random)
  const end = text.endsWith('\n') ? '\n' : ''
  return `${JSON.stringify(value, undefined, indentOf(text))}${end}`
}

function changedValue(value: unknown, random: Random): unknown {
  switch (typeof value) {
    case 'number':
      return [value + 1, -value - 1, value * 10 + 1, value / 2 + 0.25, 2 ** 53, 1e300][random.nextBelow(6)]
    case 'string': {
      const at = random.nextBelow(value.length + 1)
      return [value.slice(0, at), `${value.slice(0, at)}0${value.slice(at + 1)}`, `${value}1`][
        random.nextBelow(3)
      ]
    }
    case 'boolean':
      return !value
    default:
      return 0
  }
}

/** Everything that is neither an object nor a list, and the empty ones of these. */
function leavesOf(value: unknown): Leaf[] {
  if (!isRecord(value)) return []
  return Object.keys(value).flatMap((key) => {
    const below = leavesOf(value[key])
    return below.length > 0 ? below : [{ holder: value, key }]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not one JSON document
  }
}

function indentOf(text: string): number {
  return /^[[{]\n( *)/.exec(text)?.[1]?.length ?? 0
}
