import { LabError } from '../../core/lab-error'
import { pixelsOf, pixelText } from '../../core/pixel-range'
import type { MethodInput, MethodOutput } from '../contract/contract'
import type { StoredRun } from '../runs/stored-run'
import { checkNetwork } from './check-network'
import type { LabParts } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { datasetHere, foreignDataset, requireOwnDataset } from './require-own-dataset'

/**
 * Runs the test images through a run's latest checkpoint, tells how far it is, and adds the result to the run.
 * @throws LabError as the trainer does, 'data-missing', 'busy' | 'not-found', and 'invalid-input' for a network that does
 * not fit the data set, or a run that belongs to another one
 */
export async function evaluateLatest(
  parts: LabParts,
  { runId, otherDataset, pixels }: MethodInput<'evaluateRun'>
): Promise<MethodOutput<'evaluateRun'>> {
  const { store, checkpoints, evaluations, notify, manifest } = parts
  const place = await readyDataset(parts)
  const dataset = datasetHere(parts)
  const evaluate = async (): Promise<MethodOutput<'evaluateRun'>> => {
    const run = await store.read(runId)
    const config = run.state.config ?? run.config
    checkNetwork(config, manifest)
    if (pixels !== undefined) requireImported(run)
    if (otherDataset !== true) requireOwnDataset(parts, run, otherwise(run, manifest.name))
    const runFolder = store.folder(runId)
    const step = await checkpoints.latest(run)
    const job = {
      kind: 'evaluate' as const,
      runFolder,
      step,
      dataset: place,
      pixels: pixels ?? pixelsOf(config.model),
      keep: foreignDataset(parts, run) === undefined
    }
    const evaluation = await evaluations.run(runId, job, (done, total) =>
      notify({ event: 'evaluation', data: { runId, done, total } })
    )
    const at = Date.now()
    await store.append(runId, [
      // Together with the result: one without the other would be a result that is not the network's.
      ...(pixels === undefined ? [] : [{ type: 'pixelsChosen' as const, at, step, pixels }]),
      { type: 'evaluated', at, step, evaluation, dataset }
    ])
    return { evaluation, dataset }
  }
  // Taken before the work, so that nobody else keeps the result from being written.
  return store.during(runId, () => store.checkpointHolds.during(runId, evaluate))
}

/** What a network was trained with is no question of belief. */
function requireImported({ summary, state, config }: StoredRun): void {
  if (state.status.kind === 'imported') return
  throw new LabError(
    'invalid-input',
    `Run #${summary.number} was trained here, with pixels ${pixelText(pixelsOf(config.model))}: that is what its network takes.`,
    'Only a network that came out of a file can be told which pixels it takes.'
  )
}

/** How to evaluate a run on another data set than its own. */
function otherwise({ summary }: StoredRun, here: string): string {
  return `Evaluate it where its own data set is. To test it on this one all the same: tenfold evaluate ${summary.number} --other-data, or “Evaluate on ${here}” in the Evaluate room. The recorded result stays.`
}
