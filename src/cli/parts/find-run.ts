import { ownCommand } from '../../core/base/own-command'
import { LabError } from '../../core/base/lab-error'
import type { Lab, RunSummary } from '../../lab/contract/contract'

/** How the help explains an argument that names a run. */
export const runArgument = `number (14), id, or "latest"; see "${ownCommand} runs"`

/**
 * The run that a user means by its number (`14`, `#14`), its id, or `latest`.
 * @param others that may be meant too, such as those in the trash
 * @throws LabError 'not-found'
 */
export async function findRun(
  lab: Lab,
  text: string,
  others: readonly RunSummary[] = []
): Promise<RunSummary> {
  const { runs } = await lab.listRuns({})
  const found = pickRun(runs, text) ?? pickRun(others, text)
  if (found !== undefined) return found
  throw new LabError(
    'not-found',
    `There is no run “${text.slice(0, 80)}”.`,
    runs.length === 0
      ? `There are no runs yet. Train one: ${ownCommand} train`
      : `List them: ${ownCommand} runs`
  )
}

/** The same among given runs; undefined where none is meant. */
export function pickRun(runs: readonly RunSummary[], text: string): RunSummary | undefined {
  if (text === 'latest') {
    return runs.reduce<RunSummary | undefined>(
      (latest, run) => (latest === undefined || run.number > latest.number ? run : latest),
      undefined
    )
  }
  const number = /^#?(\d+)$/.exec(text)?.[1]
  return runs.find((run) => run.runId === text) ?? runs.find((run) => String(run.number) === number)
}
