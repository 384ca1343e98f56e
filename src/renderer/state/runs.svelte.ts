import type { RunSummary } from '../../lab/contract/run-summary'
import type { LabLine } from './connection.svelte'
import type { Notices } from './notices.svelte'

/** All runs that are kept, the newest first. */
export class Runs {
  #all = $state.raw<readonly RunSummary[] | undefined>(undefined)
  #answer: Promise<void> | undefined
  #askAgain = false
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  /** undefined until the lab has answered */
  get all(): readonly RunSummary[] | undefined {
    return this.#all
  }

  find(runId: string | undefined): RunSummary | undefined {
    return this.#all?.find((run) => run.runId === runId)
  }

  /** A change during an answer is asked for once more; all who wait get the latest. */
  refresh(): Promise<void> {
    if (this.#answer !== undefined) {
      this.#askAgain = true
      return this.#answer
    }
    this.#answer = this.#ask()
    return this.#answer
  }

  async rename(runId: string, name: string): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.renameRun({ runId, name }))
    await this.refresh()
  }

  async delete(run: RunSummary): Promise<void> {
    const done = await this.#notices.attempt(() => this.#line.lab.deleteRun({ runId: run.runId }))
    if (done === undefined) return
    this.#notices.say(`“${run.name}” (#${run.number}) was moved to the trash.`, {
      label: 'Undo',
      run: () => void this.#restore(run.runId)
    })
    await this.refresh()
  }

  /** Takes a run that seems to be in training elsewhere. */
  async takeOver(run: RunSummary): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.takeOverRun({ runId: run.runId }))
    await this.refresh()
  }

  async #ask(): Promise<void> {
    const answer = await this.#notices.attempt(() => this.#line.lab.listRuns({}))
    if (answer !== undefined) this.#all = [...answer.runs].sort((a, b) => b.number - a.number)
    if (this.#askAgain) {
      this.#askAgain = false
      return this.#ask()
    }
    this.#answer = undefined
  }

  async #restore(runId: string): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.restoreRun({ runId }))
    await this.refresh()
  }
}
