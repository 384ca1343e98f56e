import type { Attachment } from 'svelte/attachments'
import type { ScriptPart } from '../../../core/code/script'
import type { Topic } from '../../../core/lesson/topic'

/** A pointer that only passes by does not turn the page of the guide, nor one that leaves for a neighbour. */
const dwellMs = 140

/** A line of the script: its part, and the key that the listing gave it. */
export interface LinePlace {
  readonly part: ScriptPart
  readonly key: string
}

/** What the guide speaks of: a topic, and the line of code where one is meant. */
export interface Page {
  readonly topic: Topic
  readonly line?: LinePlace | undefined
}

/**
 * The highlight that a line, its control and its picture share, and the page that the guide shows. A click or the focus
 * turns the page; pointing at something shows another for as long as the pointer stays. The line that was read last in
 * each part of the script is the reader's place in it, wherever the page is.
 */
export class Link {
  #lit = $state.raw<Topic | undefined>(undefined)
  #page = $state.raw<Page | undefined>(undefined)
  #places = $state.raw<Readonly<Partial<Record<ScriptPart, Page>>>>({})
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

  /** What the guide shows; undefined where nothing was asked for, and it shows the reader's place. */
  get page(): Page | undefined {
    return this.#pointedAt ?? this.#page
  }

  /** What somebody turned to, wherever the pointer is. */
  get ownPage(): Page | undefined {
    return this.#page
  }

  /** The line of a part that was read last. */
  placeIn(part: ScriptPart): Page | undefined {
    return this.#places[part]
  }

  /** The elements on screen that a key links, lines of code among them. */
  endsOf(key: Topic): readonly HTMLElement[] {
    return [...this.#ends].flatMap(([end, own]) => (own === key ? [end] : []))
  }

  /**
   * Makes an element one end of a link: pointed at or focused it lights up all ends, and lights up with them.
   * @param also other keys that it lights up with
   * @param line where it is a line of code
   */
  to(key: Topic | undefined, also: readonly Topic[] = [], line?: LinePlace): Attachment<HTMLElement> {
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

  /** For a room that is entered: the guide shows the reader's place in its part. */
  begin(): void {
    this.#turnTo(undefined)
  }

  /** Turns the page of the guide without pointing at anything. */
  explain(topic: Topic, line?: LinePlace): void {
    this.#turnTo({ topic, line })
  }

  /** The reader goes on from there, and not from the line that was read last. */
  setPlace(part: ScriptPart, page: Page | undefined): void {
    this.#places = { ...this.#places, [part]: page }
  }

  #turnTo(page: Page | undefined): void {
    clearTimeout(this.#timer)
    this.#page = page
    this.#pointedAt = undefined
    if (page?.line !== undefined) this.setPlace(page.line.part, page)
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
