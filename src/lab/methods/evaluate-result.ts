import type { DatasetInfo } from '../../core/data/dataset-info'
import { requireSameClasses } from '../../core/data/require-same-classes'
import { requireFit } from '../../core/model/fit-model'
import { LabError } from '../../core/base/lab-error'
import { pixelsOf, pixelText } from '../../core/model/pixel-range'
import { requirePixels } from '../../core/model/require-pixels'
import type { MethodInput, MethodOutput } from '../contract/contract'
import type { StoredRun } from '../runs/stored-run'
import { requireStorageError } from '../storage/storage-error'
import type { DatasetPlace } from '../training/trainer-protocol'
import type { LabParts } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { datasetIdOf, datasetOfRun } from './dataset-of-run'

type Result = MethodOutput<'evaluateRun'>

/**
 * Runs the test images through the checkpoint that is a run's result, tells how far it is, and adds the result to the run. A disk
 * that takes nothing more, or nothing at all, costs the record and not the result.
 * @throws LabError as the trainer does, 'data-missing', 'busy' | 'not-found', and 'invalid-input' for a network that does
 * not fit the data set
 */
export async function evaluateResult(parts: LabParts, input: MethodInput<'evaluateRun'>): Promise<Result> {
  const { store } = parts
  const { runId } = input
  const run = await store.read(runId)
  const dataset =
    input.dataset === undefined ? await datasetOfRun(parts, run) : await parts.datasets.find(input.dataset)
  const place = await readyDataset(dataset)
  const on = { place, info: dataset.info }
  const work: { taken: boolean; result?: Result } = { taken: false }
  try {
    // Taken before the work, so that nobody else keeps the result from being written.
    return await store.during(runId, async () => {
      work.taken = true
      return (work.result = await evaluate(parts, input, on, true))
    })
  } catch (thrown) {
    const unkept = requireStorageError(thrown).toData()
    if (work.result !== undefined) return { unkept, ...work.result }
    if (work.taken) throw thrown
    return { ...(await evaluate(parts, input, on, false)), unkept }
  }
}

async function evaluate(
  parts: LabParts,
  { runId, pixels, mirrored = false }: MethodInput<'evaluateRun'>,
  { place, info }: { readonly place: DatasetPlace; readonly info: DatasetInfo },
  record: boolean
): Promise<Result> {
  const { store, checkpoints, evaluations, notify } = parts
  const dataset = { name: info.name, hash: info.hash }
  return store.checkpointHolds.during(runId, async () => {
    const run = await store.read(runId)
    const config = run.state.config ?? run.config
    requireFit(config.model, info)
    if (pixels !== undefined) {
      requireImported(run)
      requirePixels(config.model, pixels)
    }
    requireSameClasses(run.state.classes, info)
    const step = await checkpoints.result(run)
    const job = {
      kind: 'evaluate' as const,
      runFolder: store.folder(runId),
      step,
      dataset: place,
      pixels: pixels ?? pixelsOf(config.model),
      mirrored,
      // There is room for one prediction of each image: that of the run's result.
      keep: record && !mirrored && (datasetIdOf(run) ?? dataset).hash === dataset.hash
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
