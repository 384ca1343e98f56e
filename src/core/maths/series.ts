/**
 * A list that only ever grows at its end, and never changes for those who hold it: adding gives another list. Lists that
 * grew from one another share their memory, so that adding costs the same however long the list is.
 */
export class Series<T> implements Iterable<T> {
  static readonly #nothing = new Series<never>([], 0)

  /** May hold more than this list's items: those of lists that grew from it. What it holds is never overwritten. */
  readonly #shared: T[]
  readonly #length: number

  private constructor(shared: T[], length: number) {
    this.#shared = shared
    this.#length = length
  }

  static empty<T>(): Series<T> {
    return Series.#nothing
  }

  static of<T>(...items: readonly T[]): Series<T> {
    return Series.from(items)
  }

  static from<T>(items: readonly T[]): Series<T> {
    return new Series([...items], items.length)
  }

  get length(): number {
    return this.#length
  }

  /** As `Array.at`: a negative index counts from the end. */
  at(index: number): T | undefined {
    const place = index < 0 ? this.#length + index : index
    return place < this.#length ? this.#shared[place] : undefined
  }

  add(item: T): Series<T> {
    const shared = this.#room()
    shared.push(item)
    return new Series(shared, shared.length)
  }

  addAll(items: readonly T[]): Series<T> {
    if (items.length === 0) return this
    const shared = this.#room()
    for (const item of items) shared.push(item)
    return new Series(shared, shared.length)
  }

  /** A list with these items and nothing after them, to which others can be added. */
  #room(): T[] {
    // The empty list is everybody's, and where another list grew from this one the next place is taken.
    return this.#length > 0 && this.#shared.length === this.#length
      ? this.#shared
      : this.slice(0, this.#length)
  }

  /** Without the items at its end for which that is so. */
  dropLastWhile(unwanted: (item: T) => boolean): Series<T> {
    let length = this.#length
    for (let last = this.at(-1); last !== undefined && unwanted(last); last = this.#shared[length - 1]) {
      length -= 1
    }
    return length === this.#length ? this : new Series(this.#shared, length)
  }

  /** As `Array.slice`. */
  slice(from: number, to = this.#length): T[] {
    const end = Math.min(to, this.#length)
    return this.#shared.slice(from < 0 ? Math.max(0, this.#length + from) : from, end)
  }

  map<U>(change: (item: T) => U): U[] {
    return this.slice(0).map(change)
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.slice(0).values()
  }

  /** In JSON it is a list as any other. */
  toJSON(): readonly T[] {
    return this.slice(0)
  }
}
