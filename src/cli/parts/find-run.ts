import { ownCommand } from '../../core/base/own-command'
import { LabError } from '../../core/base/lab-error'
import type { Lab, ListedRun, RunSummary } from '../../lab/contract/contract'
import { deletedRun } from '../../lab/runs/deleted-run'

/** How the help explains an argument that names a run. */
export const runArgument = `number (14), id, or "latest"; see "${ownCommand} runs"`

/**
 * The run that a user means by its number (`14`, `#14`), its id, or `latest`.
 * @throws LabError 'not-found', which says so where it is in the trash
 */
export async function findRun(lab: Lab, text: string): Promise<ListedRun> {
  const { run, inTrash } = await findAnyRun(lab, text)
  if (inTrash) throw deletedRun(run.number)
  return run
}

/** The same where one in the trash may be meant too. @throws LabError 'not-found' */
export async function findAnyRun(
  lab: Lab,
  text: string
): Promise<{ readonly run: ListedRun; readonly inTrash: boolean }> {
  const { runs } = await lab.listRuns({})
  const found = pickRun(runs, text)
  if (found !== undefined) return { run: found, inTrash: false }
  const trash = await lab.listTrash({})
  const deleted = pickRun(
    trash.runs.map(({ run }) => run),
    text
  )
  if (deleted !== undefined) return { run: deleted, inTrash: true }
  throw new LabError(
    'not-found',
    `No run is called “${text.slice(0, 80)}”.`,
    runs.length === 0
      ? `There are no runs yet. Train one: ${ownCommand} train`
      : `List them: ${ownCommand} runs`
  )
}

/** The same among given runs; undefined where none is meant. */
export function pickRun<R extends RunSummary>(runs: readonly R[], text: string): R | undefined {
  if (text === 'latest') {
    return runs.reduce<R | undefined>(
      (latest, run) => (latest === undefined || run.number > latest.number ? run : latest),
      undefined
    )
  }
  const number = /^#?(\d+)$/.exec(text)?.[1]
  return runs.find((run) => run.runId === text) ?? runs.find((run) => String(run.number) === number)
}
