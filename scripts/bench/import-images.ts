import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { LabError } from '../../src/core/base/lab-error'
import { Random } from '../../src/core/maths/random'
import { required } from '../../src/core/base/required'
import { cifar10Manifest } from '../../src/lab/dataset/files/cifar10-manifest'
import { DatasetEditor } from '../../src/lab/dataset/edit/dataset-editor'
import { collection } from '../../src/lab/dataset/library/collection'
import { readCollection } from '../../src/lab/dataset/library/stored-collection'
import { median } from './alternate'
import { commandLine, runCommand, withFreshDataFolder } from './command-line'
import type { Row } from './measurement'
import type { Part } from './part'
import { cifarFolder } from './training-images'
import { type PhotographPlan, writePhotographs } from './write-photographs'

const run = promisify(execFile)
const sampleMs = 200

const imports: readonly (PhotographPlan & { readonly what: string; readonly size: string })[] = [
  {
    what: '5,200 photographs, 640 × 480',
    classes: 26,
    perClass: 200,
    sizes: [[640, 480]],
    format: 'jpg',
    size: '64x64'
  },
  {
    what: '5,200 images, 32 × 32 to 64 × 64',
    classes: 26,
    perClass: 200,
    sizes: [
      [32, 32],
      [48, 40],
      [64, 64]
    ],
    format: 'png',
    size: '64x64'
  },
  {
    what: '50,000 images, 64 × 64',
    classes: 10,
    perClass: 5000,
    sizes: [[64, 64]],
    format: 'png',
    size: '64x64'
  }
]

/** What it takes to make data sets of folders of images, and to change one image of a data set. */
export const importImages: Part = async ({ rounds }, door) => {
  if (process.platform === 'win32')
    throw new LabError(
      'unsupported',
      'Memory is measured with ps, which Windows lacks.',
      'Use another system.'
    )
  await door.ensureBuild()
  const root = await mkdtemp(path.join(tmpdir(), 'tenfold-photographs-'))
  const rows: Row[] = []
  try {
    for (const plan of imports) {
      const folder = path.join(root, plan.what.replace(/\W+/g, '-'))
      await writePhotographs(folder, plan)
      rows.push(await importOnce(door.projectRoot, folder, plan))
      await rm(folder, { recursive: true, force: true })
    }
    rows.push(...(await editRows(root, rounds)))
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  return {
    title: 'Data sets from images',
    rows,
    notes: [
      'Imports: the whole command, `data import`. Memory: resident, of the command and the processes that decode, together.',
      `Edits: one image goes from the training set to the test set; first: the first edit since Tenfold was started; next: the median of ${rounds}.`
    ]
  }
}

async function importOnce(
  projectRoot: string,
  folder: string,
  { what, size }: { readonly what: string; readonly size: string }
): Promise<Row> {
  return withFreshDataFolder(async (dataFolder) => {
    // Its own: what is imported does not stay beside the user's.
    await rm(path.join(dataFolder, 'datasets'))
    let pid: number | undefined
    let most = 0
    const began = performance.now()
    const importing = runCommand({
      ...commandLine(projectRoot, 'data', 'import', folder, '--name', 'Imported', '--size', size),
      dataFolder,
      onStart: (started) => (pid = started)
    }).finally(() => (pid = undefined))
    const sampling = (async () => {
      while (pid !== undefined) {
        most = Math.max(most, await bytesOf(pid))
        await new Promise((resolve) => setTimeout(resolve, sampleMs))
      }
    })()
    await importing
    const seconds = (performance.now() - began) / 1000
    await sampling
    return { work: `import of ${what}`, 'time, s': seconds, 'memory at most, MB': Math.round(most / 1e6) }
  })
}

/** Resident bytes of a process and its children. */
async function bytesOf(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,rss='])
  return stdout.split('\n').reduce((sum, line) => {
    const [own, parent, kilobytes] = line.trim().split(/\s+/).map(Number)
    return own === pid || parent === pid ? sum + required(kilobytes, 'resident memory') * 1024 : sum
  }, 0)
}

async function editRows(root: string, rounds: number): Promise<Row[]> {
  const datasets = path.join(root, 'datasets')
  const options = { folder: datasets, reserved: [lessonDataset.id], now: () => Date.now() }
  const maker = new DatasetEditor(options)
  const made = await maker.create({
    name: 'Made',
    shape: [64, 64, 3],
    fit: 'cover',
    classes: ['a', 'b', 'c', 'd', 'e']
  })
  for (let label = 0; label < 5; label++) await maker.add(made, label, frames(label))
  const copied = await maker.copy(cifarFolder(), collection.parse(cifar10Manifest), 'Copied')
  await maker.close()
  const rows: Row[] = []
  for (const [what, id] of [
    ['of 5,000 of 64 × 64', made],
    ['of a copy of CIFAR-10', copied]
  ] as const) {
    const editor = new DatasetEditor(options)
    const times: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const began = performance.now()
      await editor.edit(id, { kind: 'move', images: [{ split: 'train', row: 100 + round }], to: 'test' })
      times.push((performance.now() - began) / 1000)
    }
    rows.push(
      { work: `one image ${what} is moved: first`, 'time, s': required(times[0], 'a time') },
      { work: `one image ${what} is moved: next`, 'time, s': median(times.slice(1)) }
    )
    await editor.close()
    required(await readCollection(path.join(datasets, id)), 'the data set')
  }
  return rows
}

/** Images of noise. */
function frames(label: number) {
  const random = Random.seeded(1, label)
  return Array.from({ length: 1000 }, (_, i) => ({
    name: `${i}.png`,
    pixels: Uint8Array.from({ length: 64 * 64 * 3 }, () => random.nextUint32() & 255)
  }))
}
