/**
 * What `work` gives for each item, in order, while at most `ahead` of them are under way or wait to be taken: a few slow
 * ones hold nobody up, and memory has a bound.
 */
export async function* aheadInOrder<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>
): AsyncGenerator<Result> {
  const waiting = items[Symbol.iterator]()
  const begun: Promise<Result>[] = []
  const begin = (): void => {
    const next = waiting.next()
    if (next.done === true) return
    const result = work(next.value)
    // The caller that takes it is told; until then nobody waits for it.
    result.catch(() => undefined)
    begun.push(result)
  }
  for (let i = 0; i < ahead; i++) begin()
  for (;;) {
    const result = begun.shift()
    if (result === undefined) return
    const value = await result
    begin()
    yield value
  }
}
