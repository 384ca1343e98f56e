/** Classes that find room in a picture. */
const most = 10

/**
 * The classes to show of many, in label order: those that the network finds most likely, and the true one.
 * @param label of the image
 */
export function leadingClasses(
  classes: readonly string[],
  probabilities: ArrayLike<number> | undefined,
  label: number | undefined,
  room = most
): readonly { readonly name: string; readonly label: number }[] {
  const all = classes.map((name, i) => ({ name, label: i, probability: probabilities?.[i] ?? 0 }))
  if (all.length <= room) return all
  const ranked = [...all].sort((a, b) => b.probability - a.probability)
  const shown = new Set(ranked.slice(0, room).map((one) => one.label))
  const missing = label !== undefined && !shown.has(label)
  if (missing) shown.delete(ranked[room - 1]?.label ?? -1)
  return all.filter((one) => shown.has(one.label) || (missing && one.label === label))
}
