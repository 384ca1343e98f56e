import { LabError } from '../../core/base/lab-error'
import { readCard } from '../dataset/card/read-card'
import type { DatasetService } from '../dataset/dataset-service'
import { writeManifest } from '../dataset/library/stored-manifest'
import type { LabParts, Methods } from './lab-parts'

/** What is done with data sets as a whole. */
export function libraryMethods({
  datasets,
  removal,
  notify,
  store,
  supervisor,
  studies
}: LabParts): Methods<
  'listDatasets' | 'getDatasetCard' | 'changeDataset' | 'deleteDataset' | 'restoreDataset'
> {
  const changed = (): Record<string, never> => {
    notify({ event: 'datasets', data: {} })
    return {}
  }

  async function requireOwn(id: string, what: string): Promise<DatasetService> {
    const dataset = await datasets.find(id)
    if (dataset !== datasets.home) return dataset
    throw new LabError(
      'unsupported',
      `${dataset.info.name} cannot be ${what}: it is the data set of the lesson, or the one that a manifest names.`,
      `To free the space of its files, delete ${dataset.folder} while Tenfold is closed.`
    )
  }

  return {
    listDatasets: async () => {
      const { datasets: all, unreadable } = await datasets.list()
      return {
        datasets: all.map((one) => one.status()),
        unreadable: unreadable.map(({ id, problem }) => ({ id, problem: problem.toData() }))
      }
    },
    getDatasetCard: async ({ dataset }) => readCard(await datasets.find(dataset)),
    changeDataset: async ({ dataset: id, name, licence }) => {
      const { folder, manifest } = await requireOwn(id, 'changed')
      const made = manifest.made ?? { source: 'the data folder', at: Date.now() }
      await writeManifest(folder, {
        ...manifest,
        ...(name === undefined ? {} : { name: name.trim() }),
        made: { ...made, ...(licence === undefined ? {} : { licence }) }
      })
      return changed()
    },
    deleteDataset: async ({ dataset: id }) => {
      const { info } = await requireOwn(id, 'deleted')
      const training = [supervisor.activeRun, ...studies.activeRuns].filter((runId) => runId !== undefined)
      for (const runId of training) {
        const { summary } = await store.read(runId)
        if (summary.dataset?.hash === info.hash)
          throw new LabError(
            'busy',
            `Run #${summary.number} is in training on ${info.name}.`,
            'Stop it, or wait until it has finished.'
          )
      }
      await removal.remove(id)
      return changed()
    },
    restoreDataset: async ({ dataset }) => {
      await removal.restore(dataset)
      return changed()
    }
  }
}
