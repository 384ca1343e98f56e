import { LabError } from '../../../core/base/lab-error'

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

/** How long a notice without an error stays, in milliseconds. */
const stayMs = 10_000
const shownAtOnce = 3
/** More than anybody reads; the oldest go. */
const mostKept = 50

/**
 * What the workbench has to tell: results that are easily undone, and errors with what to do next. An error stays until
 * it is dismissed or what it speaks of is over: when a run starts, and when somebody goes to another room.
 */
export class Notices {
  #all = $state.raw<readonly Notice[]>([])
  #nextId = 1
  #held = false

  get all(): readonly Notice[] {
    return this.#all
  }

  /** The latest; the others come up as these leave. */
  get shown(): readonly Notice[] {
    return this.#all.slice(-shownAtOnce)
  }

  /** @returns its id, to dismiss it when what it says is over */
  say(message: string, action?: NoticeAction): number {
    const id = this.#add({ kind: 'done', message, hint: undefined, cause: undefined, action })
    this.#leaveLater(id)
    return id
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

  /** Does nothing where it is gone already, or never was. */
  dismiss(id: number | undefined): void {
    if (this.#all.some((notice) => notice.id === id))
      this.#all = this.#all.filter((notice) => notice.id !== id)
  }

  dismissAll(): void {
    this.#all = []
  }

  /** What they speak of is over. */
  dismissErrors(): void {
    this.#all = this.#all.filter(({ kind }) => kind !== 'error')
  }

  /** While somebody points at the notices or has the focus there, none leaves. */
  hold(held: boolean): void {
    this.#held = held
  }

  #leaveLater(id: number): void {
    setTimeout(() => {
      if (this.#held) this.#leaveLater(id)
      else this.dismiss(id)
    }, stayMs)
  }

  #add(notice: Omit<Notice, 'id'>): number {
    const id = this.#nextId++
    const others = this.#all.filter((other) => other.message !== notice.message)
    this.#all = [...others, { ...notice, id }].slice(-mostKept)
    return id
  }
}
