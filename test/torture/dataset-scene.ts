import { cp, mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { Random } from '../../src/core/maths/random'
import { DatasetEditor } from '../../src/lab/dataset/edit/dataset-editor'
import { manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { writeImageFolder } from '../image-folders/write-image-folder'
import { contentOf } from './dataset-content'
import { type DatasetWork } from './dataset-order'
import { workOn } from './dataset-work'
import { openBareLab } from './open-bare-lab'
import type { Workplace } from './workplace'

type Content = readonly string[]

/** What is worked on while something is killed, and what comes of it where nothing is. */
export interface DatasetScene {
  readonly decoder: string
  /** With the home, `edited` and `kept`. */
  readonly template: string
  /** A folder for each class. */
  readonly photographs: string
  /** An exported data set. */
  readonly archive: string
  readonly before: ReadonlyMap<string, Content>
  /** By the seed of the edits, what `edited` is at first and after each step. */
  readonly edited: ReadonlyMap<number, readonly Content[]>
  readonly imported: Content
  /** Files of the two exports, by their names. */
  readonly exported: Readonly<Record<'file' | 'folder', Readonly<Record<string, string>>>>
  /** How long each kind of work takes undisturbed, without the lab's start. */
  readonly durationMs: ReadonlyMap<DatasetWork['kind'], number>
  copy(): Promise<string>
}

const shape = [64, 64, 3] as const
const perClass = 300
const classes = ['ants', 'bees', 'crickets']

/** @param seeds of edits */
export async function makeDatasetScene(
  workplace: Workplace,
  seeds: readonly number[]
): Promise<DatasetScene> {
  process.env[manifestVariable] = workplace.manifestFile
  const decoder = path.join(path.dirname(workplace.cli), 'decoder.cjs')
  const template = await workplace.makeDataFolder()
  const outside = await workplace.makeFolder()
  const photographs = path.join(outside, 'photographs')
  const { train, info } = await loadDataset(workplace.small.folder, workplace.manifest)
  await writeImageFolder(photographs, train, info.classes, 80)
  await fill(path.join(template, 'datasets'))
  const copy = async (): Promise<string> => {
    const folder = await workplace.makeFolder()
    await cp(template, folder, { recursive: true })
    return folder
  }
  const durationMs = new Map<DatasetWork['kind'], number>()
  const undisturbed = async (work: DatasetWork, onStep?: (folder: string) => Promise<void>) => {
    const folder = await copy()
    const service = await openBareLab(folder, decoder)
    const began = Date.now()
    for await (const _ of workOn(service, work)) await onStep?.(folder)
    durationMs.set(work.kind, Date.now() - began)
    await service.close()
    return folder
  }
  const at = (folder: string, id: string): string => path.join(folder, 'datasets', id)
  const edited = new Map<number, Content[]>()
  for (const seed of seeds) {
    const states = [await contentOf(at(template, 'edited'))]
    await undisturbed(
      { kind: 'edit', dataset: 'edited', seed, photographs: path.join(photographs, 'cat') },
      async (folder) => {
        states.push(await contentOf(at(folder, 'edited')))
      }
    )
    edited.set(seed, states)
  }
  const importedIn = await undisturbed({ kind: 'import', path: photographs })
  const archive = path.join(outside, 'edited.tenfold-data')
  await undisturbed({ kind: 'export', dataset: 'edited', as: 'file', path: archive })
  const asFolder = path.join(outside, 'edited')
  await undisturbed({ kind: 'export', dataset: 'kept', as: 'folder', path: asFolder })
  for (const work of [
    { kind: 'import a file', path: archive },
    { kind: 'make', dataset: 'kept' },
    { kind: 'upload', path: path.join(photographs, 'cat'), key: '0123456789abcdef' },
    { kind: 'delete', dataset: 'edited' }
  ] as const)
    await undisturbed(work)
  return {
    decoder,
    template,
    photographs,
    archive,
    before: new Map([
      ['edited', await contentOf(at(template, 'edited'))],
      ['kept', await contentOf(at(template, 'kept'))]
    ]),
    edited,
    imported: await contentOf(at(importedIn, 'imported')),
    exported: { file: { '': (await readFile(archive)).toString('base64') }, folder: await treeOf(asFolder) },
    durationMs,
    copy
  }
}

/** By their paths from the folder on, in base64. */
export async function treeOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const contents = files
    .sort()
    .map(async (file) => [path.relative(folder, file), (await readFile(file)).toString('base64')] as const)
  return Object.fromEntries(await Promise.all(contents))
}

/** Two data sets: a large one in several files, and a small one. */
async function fill(datasets: string): Promise<void> {
  await mkdir(datasets, { recursive: true })
  const editor = new DatasetEditor({ folder: datasets, reserved: [lessonDataset.id], now: () => 0 })
  const random = Random.seeded(1)
  for (const [name, count] of [
    ['Edited', perClass],
    ['Kept', 10]
  ] as const) {
    const id = await editor.create({ name, shape, fit: 'cover', classes })
    for (const label of classes.keys()) {
      const images = Array.from({ length: count }, (_, i) => ({
        name: `${i}.png`,
        pixels: Uint8Array.from({ length: shape[0] * shape[1] * shape[2] }, () => random.nextUint32() & 255)
      }))
      await editor.add(id, label, images)
    }
  }
  await editor.close()
}
