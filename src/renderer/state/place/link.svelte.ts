import type { Attachment } from 'svelte/attachments'
import type { CodeLink } from '../../../core/code/code-line'

/** What a line of code, a control and a picture can have in common. */
export type LinkKey = CodeLink | 'race' | 'lossSurface' | 'outputSize' | 'softmax'

/** A pointer that only passes by does not turn the page of the guide. */
const dwellMs = 140

/** The highlight that a line, its control and its picture share, and the topic that the guide speaks of. */
export class Link {
  #lit = $state.raw<LinkKey | undefined>(undefined)
  #topic = $state.raw<LinkKey | undefined>(undefined)
  #marked = $state.raw<LinkKey | undefined>(undefined)
  #timer: ReturnType<typeof setTimeout> | undefined
  #lastFocus: Event | undefined
  // Asked when somebody goes there; nothing on screen depends on it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #ends = new Map<HTMLElement, LinkKey>()

  /** The line at which a training stands that goes line by line. */
  get marked(): LinkKey | undefined {
    return this.#marked
  }

  /** Marks a line, and lets the guide speak of it. */
  mark(key: LinkKey | undefined): void {
    this.#marked = key
    if (key !== undefined) this.#topic = key
  }

  get lit(): LinkKey | undefined {
    return this.#lit
  }

  get topic(): LinkKey | undefined {
    return this.#topic
  }

  /** The elements on screen that a key links, lines of code among them. */
  endsOf(key: LinkKey): readonly HTMLElement[] {
    return [...this.#ends].flatMap(([end, own]) => (own === key ? [end] : []))
  }

  /**
   * Makes an element one end of a link: pointed at or focused it lights up all ends, and lights up with them.
   * @param also other keys that it lights up with
   */
  to(key: LinkKey | undefined, also: readonly LinkKey[] = []): Attachment<HTMLElement> {
    return (node) => {
      if (key === undefined) return undefined
      const events = new AbortController()
      const listen = (type: string, listener: (event: Event) => void): void =>
        node.addEventListener(type, listener, { signal: events.signal })
      listen('pointerenter', () => this.#light(key, dwellMs))
      // Focus rises from the inside out: the innermost end is meant.
      listen('focusin', (event) => {
        if (this.#lastFocus === event) return
        this.#lastFocus = event
        this.#light(key, 0)
      })
      listen('pointerleave', () => this.#unlight(key))
      // What is removed while it has the focus loses it while the view is being built, when no state may change.
      listen('focusout', () =>
        queueMicrotask(() => {
          if (!node.contains(document.activeElement)) this.#unlight(key)
        })
      )
      $effect(() => {
        node.toggleAttribute(
          'data-lit',
          [key, ...also].some((one) => one === this.#lit)
        )
      })
      this.#ends.set(node, key)
      return () => {
        if (this.#ends.get(node) === key) this.#ends.delete(node)
        events.abort()
      }
    }
  }

  /** For a room that is entered: nothing was pointed at yet, so it begins with its own first topic, or the given one. */
  begin(topic?: LinkKey): void {
    clearTimeout(this.#timer)
    this.#topic = topic
  }

  /** Turns the page of the guide without pointing at anything. */
  explain(key: LinkKey): void {
    clearTimeout(this.#timer)
    this.#topic = key
  }

  #light(key: LinkKey, delayMs: number): void {
    this.#lit = key
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#topic = key
    }, delayMs)
  }

  #unlight(key: LinkKey): void {
    if (this.#lit !== key) return
    this.#lit = undefined
    clearTimeout(this.#timer)
  }
}
