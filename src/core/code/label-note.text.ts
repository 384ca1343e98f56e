/** Beside a line of class names. @param first label of the first of them */
export function labelNote(first: number, names: readonly string[]): string {
  const last = first + names.length - 1
  if (names.length === 1) return `Label ${first} is ${names[0]}.`
  return names.length === 2
    ? `Label ${first} is ${names[0]}, and label ${last} is ${names[1]}.`
    : `Label ${first} is ${names[0]}, and so on up to label ${last}, ${names.at(-1)}.`
}
