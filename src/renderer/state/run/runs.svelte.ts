import { LabError } from '../../../core/base/lab-error'
import type { NotesChange } from '../../../core/run-table/notes-change'
import type { ListedRun } from '../../../lab/contract/listed-run'
import type { RunSummary } from '../../../lab/contract/run-summary'
import type { LabLine } from '../line/connection.svelte'
import { KeptCurrent } from '../line/kept-current.svelte'
import type { Notices } from '../line/notices.svelte'

/** All runs that are kept, the newest first. */
export class Runs {
  readonly #all: KeptCurrent<readonly ListedRun[]>
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
  get all(): readonly ListedRun[] | undefined {
    return this.#all.value
  }

  find(runId: string | undefined): ListedRun | undefined {
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

  /** Changes some of the notes of some runs. @returns whether all of them took it */
  async changeNotes(runIds: readonly string[], change: NotesChange): Promise<boolean> {
    const answer = await this.#notices.attempt(() =>
      this.#line.lab.setRunNotes({ runIds: [...runIds], change })
    )
    const [first] = answer?.failed ?? []
    if (first !== undefined) this.#notices.report(LabError.fromData(first.error))
    await this.refresh()
    return answer !== undefined && first === undefined
  }

  /** Moves several runs to the trash, all but those that train. */
  async deleteAll(runs: readonly RunSummary[]): Promise<void> {
    const live = runs.filter(({ status: { kind } }) => kind === 'training' || kind === 'paused')
    const deleted: string[] = []
    let refused: unknown
    for (const { runId } of runs.filter((run) => !live.includes(run))) {
      try {
        await this.#line.lab.deleteRun({ runId })
        deleted.push(runId)
      } catch (thrown) {
        refused ??= thrown
      }
    }
    const skipped =
      live.length === 0
        ? ''
        : ` ${live.length === 1 ? `#${live[0]?.number} trains and stays` : `${live.length} runs train and stay`}; stop ${live.length === 1 ? 'it' : 'them'} first.`
    const moved = deleted.length === 1 ? '1 run is in the trash.' : `${deleted.length} runs are in the trash.`
    if (deleted.length > 0)
      this.#notices.say(`${moved}${skipped}`, { label: 'Undo', run: () => void this.#restoreAll(deleted) })
    else if (skipped !== '') this.#notices.say(`No run was deleted.${skipped}`)
    if (refused !== undefined) this.#notices.report(refused)
    await this.refresh()
  }

  async #restoreAll(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) await this.#notices.attempt(() => this.#line.lab.restoreRun({ runId }))
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
