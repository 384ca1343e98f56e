import { LabError, type LabErrorData } from '../../../core/base/lab-error'
import type { Trash as TrashContent, TrashedRun } from '../../../lab/contract/trash'
import { formatBytes } from '../../../core/format/format-bytes'
import type { LabLine } from '../line/connection.svelte'
import { KeptCurrent } from '../line/kept-current.svelte'
import type { Notices } from '../line/notices.svelte'
import type { Runs } from './runs.svelte'

/** Runs that were deleted, the latest first. */
export class TrashState {
  readonly #content: KeptCurrent<TrashContent>
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #runs: Runs
  #removing = $state.raw(false)

  constructor(line: LabLine, notices: Notices, runs: Runs) {
    this.#line = line
    this.#notices = notices
    this.#runs = runs
    this.#content = new KeptCurrent(() => notices.attempt(() => line.lab.listTrash({})))
  }

  /** undefined until the lab has answered */
  get runs(): readonly TrashedRun[] | undefined {
    return this.#content.value?.runs
  }

  /** What else lies there, and is left alone. */
  get foreign(): TrashContent['foreign'] {
    return this.#content.value?.foreign ?? []
  }

  /** Those that nothing keeps from being removed for good. */
  get removable(): readonly TrashedRun[] {
    return this.runs?.filter(({ obstacle }) => obstacle === undefined) ?? []
  }

  /** Whether runs are being removed, which takes a moment for large ones. */
  get removing(): boolean {
    return this.#removing
  }

  refresh(): Promise<void> {
    return this.#content.refresh()
  }

  async restore({ run }: TrashedRun): Promise<void> {
    const done = await this.#notices.attempt(() => this.#line.lab.restoreRun({ runId: run.runId }))
    if (done !== undefined) this.#notices.say(`“${run.name}” (#${run.number}) is back in the list of runs.`)
    await Promise.all([this.refresh(), this.#runs.refresh()])
  }

  /** For good, after the user was told what that means. */
  async remove(runs: readonly TrashedRun[]): Promise<void> {
    if (this.#removing) return
    this.#removing = true
    const runIds = runs.map(({ run }) => run.runId)
    const removal = await this.#notices.attempt(() => this.#line.lab.removeRuns({ runIds }))
    this.#removing = false
    if (removal !== undefined) {
      const { removed, bytes, kept } = removal
      if (removed.length > 0)
        this.#notices.say(
          `${removed.length === 1 ? 'The run was' : `${removed.length} runs were`} removed for good: ${formatBytes(bytes)} of disk space were freed.`
        )
      const [first] = kept
      if (first !== undefined) this.#notices.report(whyKept(first.error, kept.length - 1))
    }
    await this.refresh()
  }
}

/** Of several that stay, often for the same reason, one notice tells. */
function whyKept(data: LabErrorData, others: number): LabError {
  const error = LabError.fromData(data)
  if (others === 0) return error
  const more = `${others} more ${others === 1 ? 'run stays' : 'runs stay'} in the trash.`
  return new LabError(error.code, `${error.message} ${more}`, error.hint, error.cause)
}
