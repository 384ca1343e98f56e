import type { Attachment } from 'svelte/attachments'
import type { Topic } from '../../../core/lesson/topic'

/** A pointer that only passes by does not turn the page of the guide, nor one that leaves for a neighbour. */
const dwellMs = 140

/** What the guide speaks of: a topic, and the line of code that was meant, by the key that the listing gave it. */
interface Page {
  readonly topic: Topic
  readonly line?: string | undefined
}

/**
 * The highlight that a line, its control and its picture share, and the page that the guide shows. What was clicked or
 * has the focus is the reader's page; pointing at something shows another for as long as the pointer stays.
 */
export class Link {
  #lit = $state.raw<Topic | undefined>(undefined)
  #page = $state.raw<Page | undefined>(undefined)
  #pointedAt = $state.raw<Page | undefined>(undefined)
  #marked = $state.raw<Topic | undefined>(undefined)
  #timer: ReturnType<typeof setTimeout> | undefined
  /** An event rises from the inside out: the innermost end is meant. */
  #lastEvent: Event | undefined
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
    if (key !== undefined) this.explain(key)
  }

  get lit(): Topic | undefined {
    return this.#lit
  }

  get topic(): Topic | undefined {
    return (this.#pointedAt ?? this.#page)?.topic
  }

  /** The topic that the reader is at, wherever the pointer is. */
  get ownTopic(): Topic | undefined {
    return this.#page?.topic
  }

  /** Its line, by the key that the listing gave it. */
  get ownLine(): string | undefined {
    return this.#page?.line
  }

  /** The line of code that is meant, by the key that the listing gave it; undefined where it is something else. */
  get line(): string | undefined {
    return (this.#pointedAt ?? this.#page)?.line
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
    return key === undefined ? () => undefined : this.#end(key, also, { topic: key, line })
  }

  /** Makes an element an end that lights up the others, and turns no page: it stands on the page already. */
  onPage(key: Topic): Attachment<HTMLElement> {
    return this.#end(key, [], undefined)
  }

  #end(key: Topic, also: readonly Topic[], page: Page | undefined): Attachment<HTMLElement> {
    return (node) => {
      const events = new AbortController()
      const listen = (type: string, listener: (event: Event) => void): void =>
        node.addEventListener(type, listener, { signal: events.signal })
      const listenInside = (type: string, listener: () => void): void =>
        listen(type, (event) => {
          if (this.#lastEvent === event) return
          this.#lastEvent = event
          listener()
        })
      // Not when it enters: what moves under a pointer that rests is not pointed at.
      listenInside('pointermove', () => {
        if (this.#litBy === node) return
        this.#light(node, key)
        if (page !== undefined) this.#pointLater(page)
      })
      listenInside('click', () => {
        if (page !== undefined) this.#turnTo(page)
      })
      listenInside('focusin', () => {
        this.#light(node, key)
        if (page !== undefined) this.#turnTo(page)
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
        // It cannot be left any more.
        queueMicrotask(() => this.#unlight(node))
      }
    }
  }

  /** For a room that is entered: nothing was pointed at yet, so it begins with its own first topic, or the given one. */
  begin(topic?: Topic): void {
    this.#turnTo(topic === undefined ? undefined : { topic })
  }

  /**
   * Turns the page of the guide without pointing at anything.
   * @param line of code that is meant, by its key in the listing
   */
  explain(topic: Topic, line?: string): void {
    this.#turnTo({ topic, line })
  }

  #turnTo(page: Page | undefined): void {
    clearTimeout(this.#timer)
    this.#page = page
    this.#pointedAt = undefined
  }

  #pointLater(page: Page | undefined): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#pointedAt = page), dwellMs)
  }

  #light(end: HTMLElement, key: Topic): void {
    this.#litBy = end
    this.#lit = key
  }

  /** What another end has lit since, of the same key or not, stays lit. */
  #unlight(end: HTMLElement): void {
    if (this.#litBy !== end) return
    this.#litBy = undefined
    this.#lit = undefined
    this.#pointLater(undefined)
  }
}
