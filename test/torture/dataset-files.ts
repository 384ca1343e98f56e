import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { required } from '../../src/core/base/required'
import { DatasetEditor } from '../../src/lab/dataset/edit/dataset-editor'
import { readCard } from '../../src/lab/dataset/card/read-card'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { DatasetLibrary } from '../../src/lab/dataset/library/dataset-library'
import { readCollection } from '../../src/lab/dataset/library/stored-collection'
import { readOrigins } from '../../src/lab/dataset/write/image-origins'
import { Uploads } from '../../src/lab/user-files/uploads'
import { contentOf } from './dataset-content'
import type { StoredFile } from './stored-files'
import type { Workplace } from './workplace'

const shape = [8, 8, 1] as const

/** Files of data sets that somebody made, and of files on their way; each is one of several in the data folder. */
export async function ownDatasetFiles(workplace: Workplace): Promise<StoredFile[]> {
  const dataFolder = await workplace.makeFolder()
  const datasets = path.join(dataFolder, 'datasets')
  const { damaged, other } = await makeDatasets(datasets)
  const beside = await contentOf(path.join(datasets, other))
  const folder = path.join(datasets, damaged)
  const now = required(await readCollection(folder), 'a data set')
  const file = required(now.files[0], 'a file')
  const draft = path.join(datasets, 'draft')

  const inLibrary = async <T>(use: (library: DatasetLibrary) => Promise<T>): Promise<T> => {
    const library = await DatasetLibrary.open({
      dataFolder,
      manifest: workplace.manifest,
      environment: {},
      onChange: () => undefined
    })
    try {
      const { datasets: listed } = await library.list()
      const intact = listed.find(({ info }) => info.id === other)
      if (intact?.status().state !== 'ready') throw new Error('another data set is not listed any more')
      const content = await contentOf(path.join(datasets, other))
      if (!isDeepStrictEqual(content, beside)) throw new Error('another data set is not what it was')
      return await use(library)
    } finally {
      await library.close()
    }
  }
  const readDataset = (id: string) => async () =>
    inLibrary(async (library) => {
      const { unreadable, drafts } = await library.list()
      const problem = unreadable.find((one) => one.id === id)?.problem
      if (problem !== undefined) throw problem
      const editor = new DatasetEditor({ folder: datasets, reserved: [], now: () => 0 })
      const summary = await editor.look(id)
      const images = await Promise.all(summary.classes.map((_, label) => editor.images(id, label, 0, 100)))
      await editor.close()
      if (drafts.some((one) => one.id === id)) return { found: { summary, images, drafts } }
      const service = await library.find(id)
      const status = await service.verify()
      if (status.state === 'failed') throw new Error(status.error.message)
      const loaded = await loadDataset(folder, service.manifest)
      return {
        found: {
          summary,
          images,
          manifest: service.manifest,
          card: await readCard(service),
          train: loaded.train.images,
          labels: loaded.train.labels
        }
      }
    })
  const read = readDataset(damaged)
  return [
    {
      kind: 'manifest of a data set',
      path: path.join(folder, 'manifest.json'),
      other: await readFile(path.join(datasets, other, 'manifest.json')),
      read
    },
    { kind: 'data set in the making', path: path.join(draft, 'draft.json'), read: readDataset('draft') },
    {
      kind: 'images of a data set',
      path: path.join(folder, file.name),
      read
    },
    {
      kind: 'origins of images',
      path: path.join(folder, required(file.origins, 'origins')),
      // A data set need not say where its images come from.
      optional: true,
      read: async () => {
        await inLibrary(() => Promise.resolve())
        return { found: await readOrigins(folder, now, file.role) }
      }
    },
    await uploadFile(dataFolder)
  ]
}

async function makeDatasets(datasets: string): Promise<{ readonly damaged: string; readonly other: string }> {
  await mkdir(datasets, { recursive: true })
  const editor = new DatasetEditor({ folder: datasets, reserved: [lessonDataset.id], now: () => 0 })
  const make = async (name: string, first: number): Promise<string> => {
    const id = await editor.create({ name, shape, fit: 'cover', classes: ['ant', 'bee'] })
    for (const label of [0, 1]) {
      const images = Array.from({ length: 10 }, (_, i) => ({
        name: `${i}.png`,
        pixels: new Uint8Array(64).fill(first + label * 50 + i)
      }))
      await editor.add(id, label, images)
    }
    return id
  }
  const [damaged, other] = [await make('Damaged', 0), await make('Other', 100)]
  const draft = await make('Draft', 20)
  await editor.edit(draft, { kind: 'removeClass', label: 1 })
  await editor.close()
  return { damaged, other }
}

async function uploadFile(dataFolder: string): Promise<StoredFile> {
  const uploads = new Uploads(dataFolder)
  const key = '0123456789abcdef'
  const place = await uploads.begin({ key, name: 'Photographs', bytes: 1_000 })
  return {
    kind: 'plan of an upload',
    path: path.join(path.dirname(place), 'plan.json'),
    read: async () => ({ found: await uploads.uploadAt(place) })
  }
}
