/**
 * What `work` gives for each item, in order, with no more than `limit` of them under way at a time: a system has only so
 * many open files for a process.
 */
export async function mapAtMost<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = items.entries()
  const takeTurns = async (): Promise<void> => {
    // All of them draw from the one iterator.
    for (const [i, item] of waiting) results[i] = await work(item)
  }
  await Promise.all(Array.from({ length: limit }, takeTurns))
  return results
}
