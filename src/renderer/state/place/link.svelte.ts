import type { Attachment } from 'svelte/attachments'
import type { Topic } from '../../../core/lesson/topic'

/** A pointer that only passes by does not turn the page of the guide. */
const dwellMs = 140

/** The highlight that a line, its control and its picture share, and the topic that the guide speaks of. */
export class Link {
  #lit = $state.raw<Topic | undefined>(undefined)
  #topic = $state.raw<Topic | undefined>(undefined)
  #line = $state.raw<string | undefined>(undefined)
  #marked = $state.raw<Topic | undefined>(undefined)
  #timer: ReturnType<typeof setTimeout> | undefined
  #lastFocus: Event | undefined
  #litBy: HTMLElement | undefined
  // Asked when somebody goes there; nothing on screen depends on it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #ends = new Map<HTMLElement, Topic>()

  /** The line at which a training stands that goes line by line. */
  get marked(): Topic | undefined {
    return this.#marked
  }

  /** Marks a line, and lets the guide speak of it. */
  mark(key: Topic | undefined): void {
    this.#marked = key
    if (key !== undefined) this.#turnTo(key)
  }

  get lit(): Topic | undefined {
    return this.#lit
  }

  get topic(): Topic | undefined {
    return this.#topic
  }

  /** The line of code that was pointed at, by the key that the listing gave it; undefined where it was something else. */
  get line(): string | undefined {
    return this.#line
  }

  /** The elements on screen that a key links, lines of code among them. */
  endsOf(key: Topic): readonly HTMLElement[] {
    return [...this.#ends].flatMap(([end, own]) => (own === key ? [end] : []))
  }

  /**
   * Makes an element one end of a link: pointed at or focused it lights up all ends, and lights up with them.
   * @param also other keys that it lights up with
   * @param line where it is a line of code: its key in the listing
   */
  to(key: Topic | undefined, also: readonly Topic[] = [], line?: string): Attachment<HTMLElement> {
    return (node) => {
      if (key === undefined) return undefined
      const events = new AbortController()
      const listen = (type: string, listener: (event: Event) => void): void =>
        node.addEventListener(type, listener, { signal: events.signal })
      listen('pointerenter', () => this.#light(node, key, dwellMs, line))
      // Focus rises from the inside out: the innermost end is meant.
      listen('focusin', (event) => {
        if (this.#lastFocus === event) return
        this.#lastFocus = event
        this.#light(node, key, 0, line)
      })
      listen('pointerleave', () => this.#unlight(node))
      // What is removed while it has the focus loses it while the view is being built, when no state may change.
      listen('focusout', () =>
        queueMicrotask(() => {
          if (!node.contains(document.activeElement)) this.#unlight(node)
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
  begin(topic?: Topic): void {
    this.#turnTo(topic)
  }

  /** Turns the page of the guide without pointing at anything. */
  explain(key: Topic): void {
    this.#turnTo(key)
  }

  #turnTo(key: Topic | undefined, line?: string): void {
    clearTimeout(this.#timer)
    this.#topic = key
    this.#line = line
  }

  #light(end: HTMLElement, key: Topic, delayMs: number, line: string | undefined): void {
    this.#litBy = end
    this.#lit = key
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#turnTo(key, line), delayMs)
  }

  /** What another end has lit since, of the same key or not, stays lit. */
  #unlight(end: HTMLElement): void {
    if (this.#litBy !== end) return
    this.#litBy = undefined
    this.#lit = undefined
    clearTimeout(this.#timer)
  }
}
