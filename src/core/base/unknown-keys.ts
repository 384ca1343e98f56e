import { closestName } from './closest-name'
import { z } from './schema'

const record = z.record(z.string(), z.unknown())
const list = z.array(z.unknown())

export interface UnknownKey {
  readonly path: readonly PropertyKey[]
  /** The one that was probably meant. */
  readonly meant: string | undefined
}

/** The keys of an input that its schema would leave unread. */
export function unknownKeys(
  schema: z.core.$ZodType,
  input: unknown,
  path: readonly PropertyKey[] = []
): readonly UnknownKey[] {
  if (schema instanceof z.ZodPipe) return unknownKeys(schema.def.out, input, path)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return unknownKeys(schema.def.innerType, input, path)
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const option = schema.def.options.find((one) => fits(one, schema.def.discriminator, input))
    return option === undefined ? [] : unknownKeys(option, input, path)
  }
  if (schema instanceof z.ZodArray) {
    const items = list.safeParse(input).data
    return items?.flatMap((item, i) => unknownKeys(schema.def.element, item, [...path, i])) ?? []
  }
  return schema instanceof z.ZodObject ? unknownOf(schema, input, path) : []
}

function unknownOf(schema: z.ZodObject, input: unknown, path: readonly PropertyKey[]): readonly UnknownKey[] {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.def.shape
  const given = record.safeParse(input).data ?? {}
  return Object.entries(given).flatMap(([key, value]) => {
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined
    const place = [...path, key]
    return known === undefined
      ? [{ path: place, meant: closestName(key, Object.keys(shape)) }]
      : unknownKeys(known, value, place)
  })
}

/** Whether this option of a union is the one that the input says it is. */
function fits(option: z.core.$ZodType, discriminator: string, input: unknown): boolean {
  if (!(option instanceof z.ZodObject)) return false
  const shape: Readonly<Record<string, z.core.$ZodType>> = option.def.shape
  const tag = record.safeParse(input).data?.[discriminator]
  const wanted = shape[discriminator]
  return wanted instanceof z.ZodLiteral && wanted.safeParse(tag).success
}
