import type { Attachment } from 'svelte/attachments'
import type { FormField } from './training-form.svelte'

/** What a line of code, a control and a picture can have in common. */
export type LinkKey =
  | FormField
  | 'trainSet'
  | 'testSet'
  | 'classes'
  | 'pixels'
  | 'loss'
  | 'zeroGrad'
  | 'backward'
  | 'optimizerStep'
  | 'race'
  | 'lossSurface'
  | 'predicted'
  | 'noGrad'
  | 'matrix'
  | 'accuracy'
  | 'perClass'
  | 'checkpoint'
  | 'network'
  | 'forward'
  | 'outputSize'
  | 'softmax'
  | `layer:${string}`

/** A pointer that only passes by does not turn the page of the guide. */
const dwellMs = 140

/** The highlight that a line, its control and its picture share, and the topic that the guide speaks of. */
export class Link {
  #lit = $state.raw<LinkKey | undefined>(undefined)
  #topic = $state.raw<LinkKey | undefined>(undefined)
  #marked = $state.raw<LinkKey | undefined>(undefined)
  #timer: ReturnType<typeof setTimeout> | undefined
  #lastFocus: Event | undefined

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
      listen('focusout', () => this.#unlight(key))
      $effect(() => {
        node.toggleAttribute(
          'data-lit',
          [key, ...also].some((one) => one === this.#lit)
        )
      })
      return () => events.abort()
    }
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
