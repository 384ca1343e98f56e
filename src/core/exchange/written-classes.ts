/**
 * Names of classes that somebody wrote or pasted, one on each line; empty lines are passed over. Lines that all begin with
 * their own index, as in the labels.txt of Teachable Machine (`0 cat`, `1 dog`), lose it.
 */
export function writtenClasses(text: string): readonly string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const named = lines.flatMap((line, at) => {
    const [, index, name] = numbered.exec(line) ?? []
    return name !== undefined && index === String(at) ? [name] : []
  })
  return named.length === lines.length ? named : lines
}

/** A name begins with a letter or a digit: `0 - zero`, as some data sets call their classes, is a name as a whole. */
const numbered = /^(\d+)\s+([\p{L}\p{N}].*)$/u

/** What is wrong with names for so many classes, in a sentence. */
export function classesProblem(names: readonly string[], wanted: number): string | undefined {
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (names.length !== wanted) {
    return `${names.length === 1 ? 'There is 1 name' : `There are ${names.length} names`}, but the network has ${wanted} classes.`
  }
  if (twice !== undefined) return `“${shortened(twice)}” is there twice.`
  const bad = names.find((name) => !/^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u.test(name))
  return bad === undefined ? undefined : `“${shortened(bad)}” is not plain text of at most 200 characters.`
}

const shortened = (name: string): string => name.slice(0, 40)
