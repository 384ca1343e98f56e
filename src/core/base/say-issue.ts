import { formatLimit } from '../format/format-number'
import { z } from './schema'

interface SayableIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}
type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/**
 * Says in plain words what is wrong with a value, where its schema has no words of its own: `must be a whole number`.
 * It is the `error` of a parse.
 */
export function plainWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${types[issue.expected] ?? issue.expected}`
    case 'too_small':
      return `must ${amount(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`
    case 'too_big':
      return `must ${amount(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return 'is not in the right form'
    case 'invalid_union':
      return 'must be one of the possible values'
    default:
      return undefined
  }
}

const types: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object'
}

function amount(origin: string, bound: string, limit: number | bigint): string {
  const count = formatLimit(limit)
  if (origin === 'array' && limit === 1) return `have ${bound} one entry`
  if (origin === 'string') return `have ${bound} ${count} characters`
  return origin === 'array' ? `have ${bound} ${count} entries` : `be ${bound} ${count}`
}

/**
 * Says where in a document something is wrong, and what: `layer 3 (conv2d): filters must be a whole number from 1 to 1,024`,
 * `files[2].bytes must be at least 1`. A message that begins with its verb gets the name of what it is about.
 */
export function sayIssue({ path, message }: SayableIssue, input: unknown): string {
  const layer = path.findIndex((key, i) => typeof key === 'number' && path[i - 1] === 'layers')
  const inside = path.slice(layer + 1)
  // The sizes of a layer come in pairs, which people know by name.
  const name = layer < 0 ? sayPath(inside) : sayPath(inside.slice(0, 1))
  const place = layer < 0 ? sayPath(inside.slice(0, -1)) : sayLayer(path.slice(0, layer + 1), input)
  if (!/^(?:must|is) /.test(message) || name === '') return place === '' ? message : `${place}: ${message}`
  return layer < 0 ? `${name} ${message}` : `${place}: ${name} ${message}`
}

function sayLayer(path: readonly PropertyKey[], input: unknown): string {
  const type = layerType.safeParse(valueAt(path, input)).data?.type
  return `layer ${Number(path.at(-1)) + 1}${type === undefined ? '' : ` (${shown(type)})`}`
}

function sayPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${shown(String(key))}`,
    ''
  )
}

/** Names come from people's files, and may be of any length. */
const shown = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name)

const layerType = z.object({ type: z.string() })
const record = z.record(z.string(), z.unknown())
const list = z.array(z.unknown())

function valueAt(path: readonly PropertyKey[], input: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof key === 'number'
        ? list.safeParse(value).data?.[key]
        : record.safeParse(value).data?.[String(key)],
    input
  )
}
