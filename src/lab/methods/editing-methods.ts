import { setMaxListeners } from 'node:events'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import type { MethodOutput } from '../contract/contract'
import type { FittedImage } from '../dataset/edit/dataset-editor'
import { readArriving } from '../dataset/edit/read-arriving'
import { datasetHash } from '../dataset/files/manifest'
import { collection } from '../dataset/library/collection'
import { readCollection } from '../dataset/library/stored-collection'
import { AllowedPlaces } from '../user-files/allowed-places'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { requireNotTraining } from './require-not-training'

/** Between two notices of how far it is, in milliseconds. */
const noticeMs = 100

/** What is done with the images of a data set one by one. */
export function editingMethods(
  parts: LabParts
): Methods<
  | 'createDataset'
  | 'copyDataset'
  | 'getEdited'
  | 'editDataset'
  | 'addImages'
  | 'cancelAdding'
  | 'undoEdit'
  | 'getClassImages'
> {
  const { host, datasets, decoder, editor, uploads, notify } = parts
  const places = new AllowedPlaces(host.folders && [host.dataFolder, ...host.folders])
  const adding = new Map<string, AbortController>()
  const changed = (): Record<string, never> => {
    notify({ event: 'datasets', data: {} })
    return {}
  }

  /** @throws LabError 'unsupported' for the home, 'busy' for one that is trained on or that images are added to */
  async function requireEditable(id: string): Promise<void> {
    if (id === datasets.home.info.id) {
      throw new LabError(
        'unsupported',
        `${datasets.home.info.name} cannot be edited: results on it are compared with those of others.`,
        'Edit a copy of it.'
      )
    }
    if (adding.has(id))
      throw new LabError('busy', 'Images are being added to this data set.', 'Wait until they are there.')
    await requireUnused(id)
  }

  async function requireUnused(id: string): Promise<void> {
    const before = await readCollection(path.join(datasets.folder, id))
    if (before !== undefined)
      await requireNotTraining(parts, { name: before.name, hash: datasetHash(before) })
  }

  async function lockOf(id: string): Promise<{ readonly locked?: string }> {
    try {
      await requireUnused(id)
      return {}
    } catch (thrown) {
      const { code, message } = LabError.from(thrown)
      if (code !== 'busy') throw thrown
      return { locked: message }
    }
  }

  async function addFrom(dataset: string, label: number, given: string, group: string | undefined) {
    const place = await places.resolve(given)
    const { shape, fit } = await editor.look(dataset)
    const abort = new AbortController()
    // Each image on its way has one.
    setMaxListeners(0, abort.signal)
    adding.set(dataset, abort)
    let told = 0
    try {
      const { images, refused } = await readArriving(place, {
        shape,
        fit,
        decode: (request, signal) => decoder.decode(request, signal),
        signal: abort.signal,
        onProgress: (done, total) => {
          if (done < total && Date.now() - told < noticeMs) return
          told = Date.now()
          notify({ event: 'imagesAdding', data: { dataset, done, total } })
        }
      })
      const { added, known } = await editor.add(dataset, label, images, group)
      return { added, known: [...known], refused: [...refused] }
    } finally {
      adding.delete(dataset)
      const sent = await uploads.uploadAt(place)
      if (sent !== undefined) await uploads.remove(sent.key)
    }
  }

  return {
    createDataset: async (wanted) => {
      const id = await editor.create(wanted)
      changed()
      return { id }
    },
    copyDataset: async ({ dataset, name }) => {
      const { folder, manifest } = await readyDataset(await datasets.find(dataset))
      const id = await editor.copy(folder, collection.parse(manifest), name)
      changed()
      return { id }
    },
    getEdited: async ({ dataset }) => ({ ...(await editor.look(dataset)), ...(await lockOf(dataset)) }),
    editDataset: async ({ dataset, edit }) => {
      await requireEditable(dataset)
      await editor.edit(dataset, edit)
      return changed()
    },
    addImages: async ({ dataset, label, from, group }): Promise<MethodOutput<'addImages'>> => {
      await requireEditable(dataset)
      const result =
        from.kind === 'place'
          ? await addFrom(dataset, label, from.path, group)
          : await editor
              .add(dataset, label, framesOf(from, (await editor.look(dataset)).shape), group)
              .then(({ added, known }) => ({ added, known: [...known], refused: [] }))
      changed()
      return result
    },
    cancelAdding: ({ dataset }) => {
      adding.get(dataset)?.abort()
      return Promise.resolve({})
    },
    undoEdit: async ({ dataset }) => {
      await requireEditable(dataset)
      const done = await editor.undo(dataset)
      changed()
      return { done }
    },
    getClassImages: async ({ dataset, label, first, count }) => {
      const { total, images, pixels } = await editor.images(dataset, label, first, count)
      return { total, images, pixels: toBase64(pixels) }
    }
  }
}

function framesOf(
  { names, images }: { readonly names: readonly string[]; readonly images: string },
  [height, width, channels]: readonly [number, number, number]
): FittedImage[] {
  const bytes = Buffer.from(images, 'base64')
  const each = height * width * channels
  if (bytes.length !== each * names.length) {
    throw new LabError(
      'invalid-input',
      `${names.length} images of ${height} × ${width} × ${channels} have ${each * names.length} bytes, and ${bytes.length} came.`,
      'The data set may have been changed in another window: look at it again.'
    )
  }
  return names.map((name, i) => ({ name, pixels: new Uint8Array(bytes.subarray(i * each, (i + 1) * each)) }))
}
