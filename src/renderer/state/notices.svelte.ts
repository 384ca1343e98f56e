import { LabError } from '../../core/lab-error'

/** What a toast offers to do. */
export interface NoticeAction {
  readonly label: string
  run(): void
}

export interface Notice {
  readonly id: number
  readonly kind: 'done' | 'error'
  readonly message: string
  readonly hint: string | undefined
  /** What lies beneath an error; shown on request. */
  readonly cause: string | undefined
  readonly action: NoticeAction | undefined
}

/** How long a notice without an error stays, in milliseconds; errors stay until they are dismissed. */
const stayMs = 10_000
const mostAtOnce = 4

/** What the workbench has to tell: results that are easily undone, and errors with what to do next. */
export class Notices {
  #all = $state.raw<readonly Notice[]>([])
  #nextId = 1

  get all(): readonly Notice[] {
    return this.#all
  }

  say(message: string, action?: NoticeAction): void {
    const id = this.#add({ kind: 'done', message, hint: undefined, cause: undefined, action })
    setTimeout(() => this.dismiss(id), stayMs)
  }

  report(thrown: unknown): void {
    const error = LabError.from(thrown).toData()
    if (error.code === 'cancelled') return
    this.#add({
      kind: 'error',
      message: error.message,
      hint: error.hint,
      cause: error.cause,
      action: undefined
    })
  }

  /** @returns what the action gives, or undefined when it failed and the failure was reported */
  async attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action()
    } catch (thrown) {
      this.report(thrown)
      return undefined
    }
  }

  dismiss(id: number): void {
    this.#all = this.#all.filter((notice) => notice.id !== id)
  }

  #add(notice: Omit<Notice, 'id'>): number {
    const id = this.#nextId++
    const others = this.#all.filter((other) => other.message !== notice.message)
    this.#all = [...others, { ...notice, id }].slice(-mostAtOnce)
    return id
  }
}
