import { LabError } from '../../core/base/lab-error'
import { readCard } from '../dataset/card/read-card'
import { datasetHash } from '../dataset/files/manifest'
import { type Collection, whatIsMissing } from '../dataset/library/collection'
import { readCollection } from '../dataset/library/stored-collection'
import type { LabParts, Methods } from './lab-parts'
import { requireNotTraining } from './require-not-training'

/** What is done with data sets as a whole. */
export function libraryMethods({
  datasets,
  removal,
  editor,
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

  async function requireOwn(id: string, what: string): Promise<Collection> {
    const own = id === datasets.home.info.id ? undefined : await readCollection(datasets.folderOf(id))
    if (own !== undefined) return own
    const { info, folder } = await datasets.find(id)
    throw new LabError(
      'unsupported',
      `${info.name} cannot be ${what}: it is the data set of the lesson, or the one that a manifest names.`,
      `To free the space of its files, delete ${folder} while Tenfold is closed.`
    )
  }

  return {
    listDatasets: async () => {
      const { datasets: all, drafts, unreadable } = await datasets.list()
      return {
        datasets: all.map((one) => one.status()),
        drafts: drafts.map((draft) => ({
          id: draft.id,
          name: draft.name,
          classes: draft.classes.length,
          images: draft.files.reduce((sum, file) => sum + file.images, 0),
          missing: whatIsMissing(draft) ?? 'Look at it again.'
        })),
        unreadable: unreadable.map(({ id, problem }) => ({ id, problem: problem.toData() }))
      }
    },
    getDatasetCard: async ({ dataset }) => readCard(await datasets.find(dataset)),
    changeDataset: async ({ dataset: id, name, licence }) => {
      await requireOwn(id, 'changed')
      await editor.describe(id, { name, licence })
      return changed()
    },
    deleteDataset: async ({ dataset: id }) => {
      const before = await requireOwn(id, 'deleted').catch(unlessDamaged)
      // A training on one whose manifest cannot be read has all of its images already.
      if (before !== undefined) {
        await requireNotTraining(
          { store, supervisor, studies },
          { name: before.name, hash: datasetHash(before) }
        )
      }
      await removal.remove(id)
      await editor.forget(id)
      return changed()
    },
    restoreDataset: async ({ dataset }) => {
      await removal.restore(dataset)
      return changed()
    }
  }
}

/** One that cannot be read can be deleted all the same. */
function unlessDamaged(thrown: unknown): undefined {
  const error = LabError.from(thrown)
  if (error.code !== 'data-corrupt') throw error
}
