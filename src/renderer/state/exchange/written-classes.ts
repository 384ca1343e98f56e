/** Names of classes that somebody wrote or pasted, one on each line; empty lines are passed over. */
export function writtenClasses(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** What is wrong with names for so many classes, in a sentence. */
export function classesProblem(names: readonly string[], wanted: number): string | undefined {
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (names.length !== wanted) {
    return `${names.length === 1 ? 'There is 1 name' : `There are ${names.length} names`}, but the network has ${wanted} classes.`
  }
  if (twice !== undefined) return `“${twice}” is there twice.`
  const bad = names.find((name) => !/^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u.test(name))
  return bad === undefined ? undefined : `“${bad.slice(0, 40)}” is not plain text of at most 200 characters.`
}
