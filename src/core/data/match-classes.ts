/** Names that data sets, libraries and this workbench give the same class of CIFAR-10. */
const sameThing: ReadonlyMap<string, string> = new Map([
  ['airplane', 'plane'],
  ['aeroplane', 'plane'],
  ['automobile', 'car']
])

/**
 * For each of a network's class names, the place of that class in a data set. Names are compared as they are, or else
 * without case and with CIFAR-10's official names taken for those of the lesson.
 * @returns undefined where these are not the same classes
 */
export function classPlaces(
  names: readonly string[],
  classes: readonly string[]
): readonly number[] | undefined {
  if (names.length !== classes.length) return undefined
  return placesIn(names, classes) ?? placesIn(names.map(plainName), classes.map(plainName))
}

/** Whether the names are those of the classes, in the same order. */
export function sameClasses(names: readonly string[], classes: readonly string[]): boolean {
  return classPlaces(names, classes)?.every((place, i) => place === i) === true
}

function placesIn(names: readonly string[], classes: readonly string[]): readonly number[] | undefined {
  const places = new Map(classes.map((name, i) => [name, i]))
  const found = names.flatMap((name) => places.get(name) ?? [])
  return new Set(found).size === classes.length ? found : undefined
}

function plainName(name: string): string {
  const plain = name.trim().toLowerCase()
  return sameThing.get(plain) ?? plain
}
