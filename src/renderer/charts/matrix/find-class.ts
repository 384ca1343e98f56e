/**
 * The class that a search means: its name, the start of it, the start of one of its words, or a part of it, in this order
 * and then in that of the classes. Capitals do not matter, and an underscore is a space.
 * @returns its index
 */
export function findClass(classes: readonly string[], query: string): number | undefined {
  const wanted = plain(query)
  if (wanted === '') return undefined
  const names = classes.map(plain)
  const tests: readonly ((name: string) => boolean)[] = [
    (name) => name === wanted,
    (name) => name.startsWith(wanted),
    (name) => name.includes(` ${wanted}`),
    (name) => name.includes(wanted)
  ]
  return tests.map((test) => names.findIndex(test)).find((index) => index !== -1)
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
