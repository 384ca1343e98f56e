/**
 * A value that cannot be missing unless the program is wrong.
 * @param what it is: `a gradient for each parameter`
 * @throws Error
 */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} was expected, and there is none`)
  return value
}
