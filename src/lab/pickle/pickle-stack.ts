import type { PickleDialect } from './pickle-dialect'
import { nameOf } from './pickle-text'
import { describeValue, isKind, type PickleList, type PickleValue } from './pickle-value'

/** At one time. Python's own pickles keep some thousand on the stack, and remember one for each file name. */
const mostValues = 500_000

/** The stack, the marks on it and the memo of a machine that reads pickles. */
export class PickleStack {
  readonly #dialect: PickleDialect
  readonly #values: PickleValue[] = []
  readonly #marks: number[] = []
  readonly #memo = new Map<number, PickleValue>()
  /** Of keys, each decoded once: one text may be the key of many dictionaries. */
  readonly #names = new Map<PickleValue, string>()
  #bytesLeft: number

  constructor(dialect: PickleDialect) {
    this.#dialect = dialect
    this.#bytesLeft = dialect.mostCopiedBytes
  }

  spend(bytes: number): void {
    this.#bytesLeft -= bytes
    if (this.#bytesLeft < 0) throw this.#bad('uses the same text over and over')
  }

  push(value: PickleValue): void {
    if (this.#values.push(value) > mostValues)
      throw this.#bad(`holds far more values than a ${this.#dialect.holds}`)
  }

  pop(): PickleValue {
    const value = this.#values.length > this.#floor ? this.#values.pop() : undefined
    if (value === undefined) throw this.#bad('takes a value that is not there')
    return value
  }

  top(): PickleValue {
    const value = this.pop()
    this.push(value)
    return value
  }

  mark(): void {
    if (this.#marks.push(this.#values.length) > mostValues)
      throw this.#bad(`holds far more marks than a ${this.#dialect.holds}`)
  }

  /** All values since the last mark. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw this.#bad('takes a mark that is not there')
    return this.#values.splice(mark)
  }

  /** The last values, in the order in which they were pushed. */
  popLast(count: number): PickleValue[] {
    const from = this.#values.length - count
    if (from < this.#floor) throw this.#bad('takes a value that is not there')
    return this.#values.splice(from)
  }

  remember(value: PickleValue, index: number = this.#memo.size): void {
    if (this.#memo.size >= mostValues)
      throw this.#bad(`remembers far more values than a ${this.#dialect.holds}`)
    this.#memo.set(index, value)
  }

  recall(index: number): PickleValue {
    const value = this.#memo.get(index)
    if (value === undefined) throw this.#bad(`refers to the value ${index}, which is not there`)
    return value
  }

  /** Appends to the list on top. */
  append(items: readonly PickleValue[]): void {
    const list = this.top()
    if (!isKind(list, 'list')) throw this.#bad(`appends to ${describeValue(list)}`)
    addTo(list, items)
  }

  /** Sets keys of the dictionary on top: key, value, key, value… */
  setItems(items: readonly PickleValue[]): void {
    const dict = this.top()
    if (!isKind(dict, 'dict')) throw this.#bad(`sets a key of ${describeValue(dict)}`)
    for (let i = 0; i < items.length; i += 2) {
      const key = this.#keyOf(items[i])
      const value = items[i + 1]
      if (key === undefined || value === undefined) {
        throw this.#bad(`has ${describeValue(items[i])} as the key of a dictionary`)
      }
      dict.entries.set(key, value)
    }
  }

  /** The one value that is left. */
  result(): PickleValue {
    const value = this.pop()
    if (this.#values.length > 0 || this.#marks.length > 0)
      throw this.#bad('ends before everything is put together')
    return value
  }

  /** Values below the last mark are out of reach. */
  get #floor(): number {
    return this.#marks.at(-1) ?? 0
  }

  #keyOf(value: PickleValue | undefined): string | number | undefined {
    if (typeof value === 'number') return value
    if (value === undefined || typeof value !== 'object') return undefined
    const known = this.#names.get(value)
    if (known !== undefined) return known
    const name = nameOf(value)
    if (name !== undefined) this.#names.set(value, name)
    return name
  }

  #bad(reason: string): Error {
    return this.#dialect.bad(`is no valid pickle: it ${reason}`)
  }
}

function addTo(list: PickleList, items: readonly PickleValue[]): void {
  for (const item of items) list.items.push(item)
}
