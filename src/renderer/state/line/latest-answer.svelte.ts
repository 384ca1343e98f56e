import { LabError } from '../../../core/base/lab-error'

/**
 * Asks one question at a time; of those that come while it waits only the last is asked. The last answer stays until
 * the next one is there.
 */
export class LatestAnswer<Q, A> {
  #answer = $state.raw<{ readonly question: Q; readonly answer: A } | undefined>(undefined)
  #failed = $state.raw<{ readonly question: Q; readonly error: LabError } | undefined>(undefined)
  /** Not reactive: an effect that asks must not run again because the answer is there. */
  #busy = false
  #asked = ''
  #waiting: { readonly question: Q } | undefined
  readonly #ask: (question: Q) => Promise<A>

  constructor(ask: (question: Q) => Promise<A>) {
    this.#ask = ask
  }

  get current(): { readonly question: Q; readonly answer: A } | undefined {
    return this.#answer
  }

  /** What kept the last question from being answered. */
  get error(): LabError | undefined {
    return this.#failed?.error
  }

  /** The same with the question. */
  get failed(): { readonly question: Q; readonly error: LabError } | undefined {
    return this.#failed
  }

  /** The same question again is asked again only after an error. */
  async ask(question: Q): Promise<void> {
    const asked = JSON.stringify(question)
    if (asked === this.#asked) return
    this.#asked = asked
    this.#waiting = { question }
    if (this.#busy) return
    this.#busy = true
    for (let next = this.#take(); next !== undefined; next = this.#take()) await this.#answerTo(next.question)
    this.#busy = false
  }

  #take(): { readonly question: Q } | undefined {
    const waiting = this.#waiting
    this.#waiting = undefined
    return waiting
  }

  async #answerTo(question: Q): Promise<void> {
    try {
      const answer = await this.#ask(question)
      this.#answer = { question, answer }
      this.#failed = undefined
    } catch (thrown) {
      this.#failed = { question, error: LabError.from(thrown) }
      this.#asked = ''
    }
  }
}
