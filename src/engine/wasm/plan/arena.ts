/** Hands out addresses once; nothing is ever freed, so that a plan's memory never grows while it runs. */
export class Arena {
  #end: number

  constructor(begin = 0) {
    this.#end = begin
  }

  /** @returns the address of `bytes` bytes on a cache line of their own */
  allocate(bytes: number): number {
    const address = this.#end
    this.#end = align(address + bytes, cacheLine)
    return address
  }

  get bytes(): number {
    return this.#end
  }
}

export const cacheLine = 64

export function align(bytes: number, to: number): number {
  return Math.ceil(bytes / to) * to
}
