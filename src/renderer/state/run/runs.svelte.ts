import type { RunSummary } from '../../../lab/contract/run-summary'
import type { LabLine } from '../line/connection.svelte'
import { KeptCurrent } from '../line/kept-current.svelte'
import type { Notices } from '../line/notices.svelte'

/** All runs that are kept, the newest first. */
export class Runs {
  readonly #all: KeptCurrent<readonly RunSummary[]>
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
    this.#all = new KeptCurrent(async () => {
      const answer = await notices.attempt(() => line.lab.listRuns({}))
      return answer && [...answer.runs].sort((a, b) => b.number - a.number)
    })
  }

  /** undefined until the lab has answered */
  get all(): readonly RunSummary[] | undefined {
    return this.#all.value
  }

  find(runId: string | undefined): RunSummary | undefined {
    return this.all?.find((run) => run.runId === runId)
  }

  refresh(): Promise<void> {
    return this.#all.refresh()
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
      run: () => void this.restore(run.runId)
    })
    await this.refresh()
  }

  /** Brings a run back from the trash. */
  async restore(runId: string): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.restoreRun({ runId }))
    await this.refresh()
  }

  /** Takes a run that seems to be in training elsewhere. */
  async takeOver(run: RunSummary): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.takeOverRun({ runId: run.runId }))
    await this.refresh()
  }
}
