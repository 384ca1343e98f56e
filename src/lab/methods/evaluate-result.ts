import { ownCommand } from '../../core/base/own-command'
import { requireFit } from '../../core/model/fit-model'
import { LabError } from '../../core/base/lab-error'
import { pixelsOf, pixelText } from '../../core/model/pixel-range'
import type { MethodInput, MethodOutput } from '../contract/contract'
import type { StoredRun } from '../runs/stored-run'
import { requireStorageError } from '../storage/storage-error'
import type { DatasetPlace } from '../training/trainer-protocol'
import type { LabParts } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { datasetHere, foreignDataset, requireOwnDataset } from './require-own-dataset'

type Result = MethodOutput<'evaluateRun'>

/**
 * Runs the test images through the checkpoint that is a run's result, tells how far it is, and adds the result to the run. A disk
 * that takes nothing more, or nothing at all, costs the record and not the result.
 * @throws LabError as the trainer does, 'data-missing', 'busy' | 'not-found', and 'invalid-input' for a network that does
 * not fit the data set, or a run that belongs to another one
 */
export async function evaluateResult(parts: LabParts, input: MethodInput<'evaluateRun'>): Promise<Result> {
  const { store } = parts
  const { runId } = input
  const place = await readyDataset(parts)
  const work: { taken: boolean; result?: Result } = { taken: false }
  try {
    // Taken before the work, so that nobody else keeps the result from being written.
    return await store.during(runId, async () => {
      work.taken = true
      return (work.result = await evaluate(parts, input, place, true))
    })
  } catch (thrown) {
    const unkept = requireStorageError(thrown).toData()
    if (work.result !== undefined) return { unkept, ...work.result }
    if (work.taken) throw thrown
    return { ...(await evaluate(parts, input, place, false)), unkept }
  }
}

async function evaluate(
  parts: LabParts,
  { runId, otherDataset, pixels, mirrored = false }: MethodInput<'evaluateRun'>,
  place: DatasetPlace,
  record: boolean
): Promise<Result> {
  const { store, checkpoints, evaluations, notify, info } = parts
  const dataset = datasetHere(parts)
  return store.checkpointHolds.during(runId, async () => {
    const run = await store.read(runId)
    const config = run.state.config ?? run.config
    requireFit(config.model, info)
    if (pixels !== undefined) requireImported(run)
    if (otherDataset !== true) requireOwnDataset(parts, run, otherwise(run, info.name))
    const step = await checkpoints.result(run)
    const job = {
      kind: 'evaluate' as const,
      runFolder: store.folder(runId),
      step,
      dataset: place,
      pixels: pixels ?? pixelsOf(config.model),
      mirrored,
      // There is room for one prediction of each image: that of the run's result.
      keep: record && !mirrored && foreignDataset(parts, run) === undefined
    }
    const { evaluation, averaged, unkept } = await evaluations.run(runId, job, (done, total) =>
      notify({ event: 'evaluation', data: { runId, done, total } })
    )
    const result = { evaluation, ...(averaged === undefined ? {} : { averaged }), dataset }
    if (unkept !== undefined) return { ...result, unkept }
    if (!record) return result
    const at = Date.now()
    try {
      await store.append(runId, [
        // Together with the result: one without the other would be a result that is not the network's.
        ...(pixels === undefined ? [] : [{ type: 'pixelsChosen' as const, at, step, pixels }]),
        { type: 'evaluated', at, step, ...result, ...(mirrored ? { mirrored } : {}) }
      ])
    } catch (thrown) {
      return { ...result, unkept: requireStorageError(thrown).toData() }
    }
    return result
  })
}

/** What a network was trained with is no question of belief. */
function requireImported({ summary, state, config }: StoredRun): void {
  if (state.status.kind === 'imported') return
  throw new LabError(
    'invalid-input',
    `Run #${summary.number} was trained here with pixels ${pixelText(pixelsOf(config.model))}, so its network needs these.`,
    'You can set the pixels only for a network that was loaded from a file.'
  )
}

/** How to evaluate a run on another data set than its own. */
function otherwise({ summary }: StoredRun, here: string): string {
  return `Evaluate it on a computer that has its own data set. To test it on this data set anyway: ${ownCommand} evaluate ${summary.number} --other-data, or “Evaluate on ${here}” in the Evaluate room. Its own result stays.`
}
