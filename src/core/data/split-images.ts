/** An image file that is to come into a data set. */
export interface SplitEntry {
  /** From the imported folder on, with `/` between the parts: `cats/1.png`. */
  readonly path: string
  readonly label: number
}

export interface SplitResult<E extends SplitEntry> {
  readonly train: readonly E[]
  readonly test: readonly E[]
}

/**
 * Draws the test set: of each class the share `testShare` of its files, rounded, at least one where there are two. Files
 * are ordered by a key, sha256 of `<seed>/<path>`, and the first of each class are the test set; training and test images
 * come in the order of their keys, so that classes are mixed. A few lines of Python do the same (core/code).
 * @param keyOf the key of a path, hexadecimal
 */
export function splitImages<E extends SplitEntry>(
  entries: readonly E[],
  testShare: number,
  keyOf: (path: string) => string
): SplitResult<E> {
  const ordered = orderImages(entries, keyOf)
  const files = new Map<number, number>()
  for (const { label } of ordered) files.set(label, (files.get(label) ?? 0) + 1)
  const left = new Map([...files].map(([label, count]) => [label, testCount(count, testShare)]))
  const train: E[] = []
  const test: E[] = []
  for (const entry of ordered) {
    const remaining = left.get(entry.label) ?? 0
    if (remaining > 0) {
      left.set(entry.label, remaining - 1)
      test.push(entry)
    } else train.push(entry)
  }
  return { train, test }
}

/** In the order of their keys. */
export function orderImages<E extends SplitEntry>(
  entries: readonly E[],
  keyOf: (path: string) => string
): readonly E[] {
  return entries
    .map((entry) => ({ entry, key: keyOf(entry.path) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ entry }) => entry)
}

/** How many of a class's files are for testing: rounded as Python's `int(share * count + 0.5)` does. */
function testCount(count: number, share: number): number {
  return count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.floor(share * count + 0.5)))
}
