/** Which column a table is sorted by, if by any. */
export class Sorting<C extends string> {
  #column = $state.raw<C | undefined>(undefined)
  #descending = $state.raw(false)

  get column(): C | undefined {
    return this.#column
  }

  get descending(): boolean {
    return this.#descending
  }

  /** First the largest, then the smallest, then as it was. */
  by(column: C): void {
    if (this.#column !== column) {
      this.#column = column
      this.#descending = true
    } else if (this.#descending) this.#descending = false
    else this.#column = undefined
  }

  directionOf(column: C): 'ascending' | 'descending' | undefined {
    if (this.#column !== column) return undefined
    return this.#descending ? 'descending' : 'ascending'
  }
}
