/**
 * The name that was probably meant: the same but for case and punctuation (`batch_size`), or for a slip or two.
 * @returns undefined where none is close
 */
export function closestName(given: string, names: readonly string[]): string | undefined {
  const wanted = bare(given)
  const [best] = names
    .map((name) => ({ name, slips: slipsBetween(wanted, bare(name)) }))
    .sort((one, other) => one.slips - other.slips)
  return best !== undefined && best.slips <= Math.floor(wanted.length / 3) ? best.name : undefined
}

const bare = (name: string): string =>
  name
    .slice(0, 40)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** Levenshtein's distance: letters to put in, take out or replace. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (const [i, letter] of one.split('').entries()) {
    let left = i + 1
    const next = [left]
    for (const [j, above] of row.slice(1).entries()) {
      const replaced = Number(row[j]) + (letter === other[j] ? 0 : 1)
      left = Math.min(left + 1, above + 1, replaced)
      next.push(left)
    }
    row = next
  }
  return Number(row.at(-1))
}
