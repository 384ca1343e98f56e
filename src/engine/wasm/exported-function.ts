/** A function that our own module exports; WebAssembly's interface types its exports as unknown. */
export function exportedFunction(
  exports: Readonly<Record<string, unknown>>,
  name: string
): (...values: number[]) => void {
  const value = exports[name]
  if (typeof value !== 'function') throw new Error(`the module does not export ${name}`)
  return (...values) => {
    Reflect.apply(value, undefined, values)
  }
}
