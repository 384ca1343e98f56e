import { LabError } from '../core/lab-error'
import type { Lab, RunSummary } from '../lab/contract/contract'

/** How the help explains an argument that names a run. */
export const runArgument = 'number (14), id, or "latest"; see "tenfold runs"'

/**
 * The run that a user means by its number (`14`, `#14`), its id, or `latest`.
 * @throws LabError 'not-found'
 */
export async function findRun(lab: Lab, text: string): Promise<RunSummary> {
  const { runs } = await lab.listRuns({})
  const number = /^#?(\d+)$/.exec(text)?.[1]
  const found =
    text === 'latest'
      ? runs.reduce<RunSummary | undefined>(
          (latest, run) => (latest === undefined || run.number > latest.number ? run : latest),
          undefined
        )
      : (runs.find((run) => run.runId === text) ?? runs.find((run) => String(run.number) === number))
  if (found !== undefined) return found
  throw new LabError(
    'not-found',
    `There is no run “${text.slice(0, 80)}”.`,
    runs.length === 0 ? 'There are no runs yet. Train one: tenfold train' : 'List them: tenfold runs'
  )
}
