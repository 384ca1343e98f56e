import { homedir } from 'node:os'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { required } from '../../core/base/required'
import { importRequest } from '../contract/dataset-import'
import { examinePlace } from '../dataset/import/examine-place'
import { readFindings } from '../dataset/import/findings-file'
import { AllowedPlaces } from '../user-files/allowed-places'
import { listFolder } from '../user-files/list-folder'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { withoutAnswer } from './without-answer'

export function importMethods({
  host,
  datasets,
  decoder,
  importer,
  uploads
}: LabParts): Methods<
  | 'examinePlace'
  | 'previewImages'
  | 'browseFolders'
  | 'pickPlace'
  | 'beginUpload'
  | 'getReceived'
  | 'sendPieces'
  | 'removeUpload'
  | 'importDataset'
  | 'getImport'
  | 'cancelImport'
  | 'getFindings'
> {
  const places = new AllowedPlaces(host.folders && [host.dataFolder, ...host.folders])
  return {
    examinePlace: async ({ path: given }) => {
      const place = await places.resolve(given)
      const found = await examinePlace(place, (image) => decoder.decode(image))
      const sent = await uploads.uploadAt(place)
      return sent === undefined || found.kind !== 'folder' ? found : { ...found, name: sent.name }
    },
    previewImages: async ({ path: given, files, shape, fit }) => {
      const root = await places.resolve(given)
      const decoded = await Promise.all(
        files.map(async (file) => {
          const source = { path: await places.resolve(path.join(root, file)) }
          // The import tells what is wrong with it.
          const image = await decoder.decode({ source, shape, fit }).catch(() => undefined)
          return image === undefined ? [] : [{ file, pixels: image.pixels }]
        })
      )
      const shown = decoded.flat()
      return {
        files: shown.map(({ file }) => file),
        images: toBase64(Buffer.concat(shown.map(({ pixels }) => pixels)))
      }
    },
    browseFolders: async ({ path: given }) => {
      const roots = places.roots ?? [homedir(), path.parse(homedir()).root]
      const begin = required(roots[0], 'a folder to begin in')
      const { path: folder, folders, files, more } = await listFolder(await places.resolve(given ?? begin))
      const parent = path.dirname(folder)
      const above = await places.resolve(parent).then(
        () => parent !== folder,
        () => false
      )
      return {
        path: folder,
        ...(above ? { parent } : {}),
        roots: [...roots],
        folders: [...folders],
        files: [...files],
        more
      }
    },
    pickPlace: async ({ what }) => {
      if (host.dialogs === undefined)
        throw new LabError('unsupported', `There is no dialog for a ${what} here.`, 'Type the path instead.')
      const picked = await host.dialogs.place(what)
      return picked === undefined ? {} : { path: picked }
    },
    beginUpload: async (plan) => ({ path: await uploads.begin(plan) }),
    getReceived: async ({ upload, paths }) => ({ received: await uploads.received(upload, paths) }),
    sendPieces: async (pieces) => {
      await uploads.receive(pieces)
      return {}
    },
    removeUpload: async ({ upload }) => {
      await uploads.remove(upload)
      return {}
    },
    importDataset: async (input) => {
      // The command line calls this without an edge that parses.
      const request = parseInput(importRequest, input, 'The import')
      if (request.kind === 'download') return withoutAnswer(() => importer.begin(request))
      const place = await places.resolve(request.path)
      // An exported file lies in the folder of what was sent.
      const sent = await uploads.uploadAt(request.kind === 'archive' ? path.dirname(place) : place)
      importer.begin({ ...request, path: place }, sent?.name ?? place)
      if (sent !== undefined) {
        void importer.ended().then(async (ended) => {
          if (ended.state === 'done') await uploads.remove(sent.key)
        })
      }
      return {}
    },
    getImport: () => Promise.resolve(importer.status),
    cancelImport: async () => {
      await importer.cancel()
      return {}
    },
    getFindings: async ({ dataset }) => {
      const { folder } = await datasets.find(dataset)
      return { findings: [...(await readFindings(folder))] }
    }
  }
}
