import { readAddress, writeAddress, type Address } from './address'

/** What the window shows, and where it can be led. */
interface Visited {
  /** undefined until there is something to show */
  readonly address: Address | undefined
  visit(fragment: string): void
}

/** The parts of `window` that hold the address. */
interface Page {
  readonly location: { readonly hash: string }
  readonly history: Pick<History, 'pushState' | 'replaceState'>
}

/**
 * Keeps the page's address in step with what the window shows. A room that somebody goes to is an entry that Back leaves
 * again; what changes in a room changes its entry.
 */
export class AddressBar {
  readonly #shown: Visited
  readonly #page: Page

  constructor(shown: Visited, page: Page) {
    this.#shown = shown
    this.#page = page
  }

  /** After a change in the window; to be called in an effect. */
  follow(): void {
    const { address } = this.#shown
    if (address === undefined) return
    const from = readAddress(this.#page.location.hash)
    this.#write(address, from !== undefined && from.room !== address.room)
  }

  /** After Back, Forward or a typed address. What leads nowhere does not stay in the bar. */
  move(): void {
    this.#shown.visit(this.#page.location.hash)
    const { address } = this.#shown
    if (address !== undefined) this.#write(address, false)
  }

  #write(address: Address, asNewEntry: boolean): void {
    const { location, history } = this.#page
    const fragment = writeAddress(address)
    if (fragment === location.hash) return
    if (asNewEntry) history.pushState(null, '', fragment)
    else history.replaceState(null, '', fragment)
  }
}
