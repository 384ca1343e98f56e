import { checkLearns } from '../../core/model/check-learns'
import { requireFit } from '../../core/model/fit-model'
import { LabError } from '../../core/base/lab-error'
import { pixelsOf } from '../../core/model/pixel-range'
import { readLossSurface, writeLossSurface } from '../runs/loss-surface-file'
import { datasetOfRun } from './dataset-of-run'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'

/** Fewer give no plane that says anything: two of them and the initial weights always lie in one. */
const checkpointsForPlane = 3

export function lossSurfaceMethods(
  parts: LabParts
): Methods<'computeLossSurface' | 'cancelLossSurface' | 'getLossSurface'> {
  const { store, checkpoints, surfaces } = parts
  return {
    computeLossSurface: async ({ runId, directions, size, images }) => {
      const run = await store.read(runId)
      const { summary, config, state } = run
      const dataset = await datasetOfRun(parts, run)
      requireFit(config.model, dataset.info)
      // Directions are those in which training moves.
      checkLearns(config.model)
      const runFolder = store.folder(runId)
      const letGo = await store.checkpointHolds.hold(runId)
      try {
        const steps = await checkpoints.all(run)
        if (directions === 'principal' && steps.length < checkpointsForPlane) {
          throw new LabError(
            'invalid-input',
            `Run #${summary.number} has ${steps.length === 1 ? 'one checkpoint' : `${steps.length} checkpoints`}; the principal directions need at least ${checkpointsForPlane}.`,
            'Train further, write checkpoints more often, or choose random directions.'
          )
        }
        const job = {
          kind: 'lossSurface' as const,
          runFolder,
          steps,
          fromInitialWeights: state.status.kind !== 'imported',
          pixels: pixelsOf((state.config ?? config).model),
          directions,
          size,
          images,
          dataset: await readyDataset(dataset)
        }
        surfaces.start(runId, job, (surface) =>
          store.during(runId, () => writeLossSurface(runFolder, surface), { brief: true })
        )
      } catch (thrown) {
        letGo()
        throw thrown
      }
      void surfaces.over(runId).then(letGo)
      return {}
    },
    cancelLossSurface: async ({ runId }) => {
      await surfaces.cancel(runId)
      return {}
    },
    getLossSurface: async ({ runId, directions }) => {
      const surface = await readLossSurface(store.folder(runId), directions)
      const computing = surfaces.progress(runId, directions)
      return {
        ...(surface === undefined ? {} : { surface }),
        ...(computing === undefined ? {} : { computing })
      }
    }
  }
}
