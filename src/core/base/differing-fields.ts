/** The fields in which two values of JSON differ, as paths: `optimizer.momentum`. A field that is undefined counts as left out. */
export function differingFields(one: unknown, other: unknown, path = ''): string[] {
  if (Object.is(one, other)) return []
  if (!isObject(one) || !isObject(other)) return [path]
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].flatMap((key) =>
    differingFields(one[key], other[key], path === '' ? key : `${path}.${key}`)
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
