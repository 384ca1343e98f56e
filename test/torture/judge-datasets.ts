import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { required } from '../../src/core/base/required'
import type { LabService } from '../../src/lab/contract/host'
import { manifestPath } from '../../src/lab/dataset/library/stored-manifest'
import { contentOf, unneededFiles } from './dataset-content'
import type { DatasetWork } from './dataset-order'
import { type DatasetScene, treeOf } from './dataset-scene'
import { workOn } from './dataset-work'
import { openBareLab } from './open-bare-lab'
import { findLeftovers } from './run-result'

interface Killed {
  readonly scene: DatasetScene
  readonly dataFolder: string
  readonly work: DatasetWork
  /** Steps that were told as done. */
  readonly done: number
}

type Content = readonly string[]

/** What is wrong with the data sets of a lab that was killed, once another lab has opened, worked and closed. */
export async function judgeDatasets(killed: Killed): Promise<string[]> {
  const { scene, dataFolder, work } = killed
  const datasets = path.join(dataFolder, 'datasets')
  // Somebody looks, and changes nothing.
  await (await openBareLab(dataFolder, scene.decoder)).close()
  const wrong = await leftBehind(dataFolder)
  const service = await openBareLab(dataFolder, scene.decoder)
  try {
    const { datasets: listed, drafts, unreadable } = await service.lab.listDatasets({})
    for (const { id, problem } of unreadable) wrong.push(`${id} cannot be read: ${problem.message}`)
    const ids = [...listed.map(({ info }) => info.id).slice(1), ...drafts.map(({ id }) => id)]
    for (const { state, info } of listed) {
      if (state !== 'ready') wrong.push(`${info.id} is ${state}`)
      const verified = await service.lab.verifyDataset({ dataset: info.id })
      if (verified.state !== 'ready') wrong.push(`${info.id} does not verify`)
    }
    const allowed = allowedContents(killed)
    for (const id of scene.before.keys()) {
      if (!ids.includes(id) && !(work.kind === 'delete' && work.dataset === id)) wrong.push(`${id} is gone`)
    }
    for (const id of ids) {
      const content = await contentOf(path.join(datasets, id))
      const fits = allowed(id).some((one) => isDeepStrictEqual(one, content))
      if (!fits) wrong.push(`${id} is neither what it was nor what it was to be: ${content.length} lines`)
      wrong.push(...(await editOnce(service, id, datasets)))
    }
    wrong.push(...(await judgeOutside(killed, service)))
  } finally {
    await service.close()
  }
  return [...wrong, ...(await leftBehind(dataFolder))]
}

/** In the folders of data sets, and anywhere in the data folder. */
export async function leftBehind(dataFolder: string): Promise<string[]> {
  const datasets = path.join(dataFolder, 'datasets')
  const own = (await readdir(datasets)).filter((name) => existsSync(manifestPath(path.join(datasets, name))))
  const unneeded = await Promise.all(own.map((id) => unneededFiles(path.join(datasets, id))))
  return [...unneeded.flat(), ...(await findLeftovers(dataFolder))]
}

function allowedContents({ scene, work, done }: Killed): (id: string) => readonly Content[] {
  return (id) => {
    const before = scene.before.get(id)
    if (work.kind === 'edit' && work.dataset === id) {
      // The step under way may have ended, and so may the one whose message was lost.
      return required(scene.edited.get(work.seed), 'the states of this seed').slice(done, done + 3)
    }
    if (before !== undefined) return [before]
    switch (work.kind) {
      case 'import':
        return [scene.imported]
      case 'import a file':
        return [required(scene.before.get('edited'), 'what was exported')]
      case 'make':
        return [['class a', 'class b'], required(scene.before.get('kept'), 'what is copied')]
      default:
        return []
    }
  }
}

/** The next edit works, and can be taken back. */
export async function editOnce({ lab }: LabService, dataset: string, datasets: string): Promise<string[]> {
  const before = await contentOf(path.join(datasets, dataset))
  await lab.editDataset({ dataset, edit: { kind: 'addClass', name: 'added afterwards' } })
  const changed = await contentOf(path.join(datasets, dataset))
  await lab.undoEdit({ dataset })
  const after = await contentOf(path.join(datasets, dataset))
  return [
    ...(isDeepStrictEqual(changed, [...before, 'class added afterwards'].sort())
      ? []
      : [`${dataset} cannot be edited`]),
    ...(isDeepStrictEqual(after, before) ? [] : [`an edit of ${dataset} cannot be taken back`])
  ]
}

/** What lies beside the data sets: uploads and exports. */
async function judgeOutside({ scene, dataFolder, work }: Killed, service: LabService): Promise<string[]> {
  if (work.kind === 'upload') {
    const files = path.join(dataFolder, 'uploads', work.key, 'files')
    const source = await treeOf(work.path)
    for await (const _ of workOn(service, work)) continue
    const sent = isDeepStrictEqual(await treeOf(files), source)
    await service.lab.removeUpload({ upload: work.key })
    return sent ? [] : ['what was sent is not what came']
  }
  if (work.kind !== 'export') return []
  const wanted = scene.exported[work.as]
  const early = await exported(work.path)
  if (early === undefined) for await (const _ of workOn(service, work)) continue
  const found = early ?? (await exported(work.path))
  const left = (await readdir(path.dirname(work.path))).filter((name) => name !== path.basename(work.path))
  return [
    ...(isDeepStrictEqual(found, wanted) ? [] : ['the export is not whole']),
    // What lies beside an export that came to its end is removed by the next one there.
    ...(early === undefined ? left.map((name) => `left over: ${name}`) : [])
  ]
}

async function exported(place: string): Promise<Readonly<Record<string, string>> | undefined> {
  const found = await stat(place).catch(() => undefined)
  if (found === undefined) return undefined
  return found.isDirectory() ? treeOf(place) : { '': (await readFile(place)).toString('base64') }
}
