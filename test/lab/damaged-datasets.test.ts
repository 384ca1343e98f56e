import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LabError } from '../../src/core/base/lab-error'
import type { LabService } from '../../src/lab/contract/host'
import { DatasetEditor } from '../../src/lab/dataset/edit/dataset-editor'
import { loadManifest, manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { contentOf, unneededFiles } from '../torture/dataset-content'
import { buildWorker } from './build-contender'
import { installSmallCifar, openTestLab } from './open-test-lab'

let root = ''
let dataFolder = ''
let small: SmallCifar
let worker = ''
let service: LabService

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-damaged-'))
  small = await makeSmallCifar(path.join(root, 'small'), { perFile: 40 })
  worker = await buildWorker(path.join(root, 'out'), new URL('../torture/dataset-worker.ts', import.meta.url))
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(root, 'data-'))
  await installSmallCifar(dataFolder, small)
  await make('Damaged')
  await make('Intact')
})
afterEach(() => service.close())

const folderOf = (id: string): string => path.join(dataFolder, 'datasets', id)

async function make(name: string): Promise<void> {
  await mkdir(path.join(dataFolder, 'datasets'), { recursive: true })
  const { id: home } = await loadManifest(process.env)
  const editor = new DatasetEditor({
    folder: path.join(dataFolder, 'datasets'),
    reserved: [home],
    now: () => 0
  })
  const id = await editor.create({ name, shape: [8, 8, 1], fit: 'cover', classes: ['cat', 'dog'] })
  for (const label of [0, 1]) {
    const images = Array.from({ length: 10 }, (_, i) => ({
      name: `${i}.png`,
      pixels: new Uint8Array(64).fill(label * 100 + i)
    }))
    await editor.add(id, label, images)
  }
  await editor.close()
}

/** What each call on a data set says; what it gives, where it gives anything. */
async function answers(dataset: string): Promise<readonly unknown[]> {
  const { lab } = service
  const edit = { kind: 'addClass' as const, name: 'bird' }
  const calls = [
    () => lab.getDataset({ dataset }),
    () => lab.verifyDataset({ dataset }),
    () => lab.getDatasetCard({ dataset }),
    () => lab.getEdited({ dataset }),
    () => lab.getClassImages({ dataset, label: 0, first: 0, count: 10 }),
    () => lab.getImages({ dataset, split: 'train', rows: [0, 1] }),
    () => lab.copyDataset({ dataset, name: 'Copy' }),
    () => lab.exportDataset({ dataset, as: 'file', path: path.join(dataFolder, 'exported') }),
    () => lab.editDataset({ dataset, edit })
  ]
  const given: unknown[] = []
  for (const call of calls) given.push(await call().catch((thrown: unknown) => LabError.from(thrown)))
  return given
}

const manyImages = 2 ** 40
/** What somebody may have made of a manifest; format 1 needs no seal. */
const absurd: Readonly<Record<string, (text: string) => string>> = {
  empty: () => '',
  'a list': () => '[]',
  'deeply nested': () => `{"format":1,"files":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  'of another kind': () => '{"format":1,"runId":"run-1"}',
  'cut off': (text) => text.slice(0, -20),
  'with more images than there is room for': (text) =>
    unsealed(
      text.replace(/"images": \d+,\s+"bytes": \d+/g, `"images": ${manyImages}, "bytes": ${manyImages * 65}`)
    ),
  'with files that lead elsewhere': (text) =>
    unsealed(text.replace(/"name": "train-/g, '"name": "../../train-')),
  'with numbers that are none': (text) => unsealed(text.replace(/"images": \d+/, '"images": 1e400'))
}

function unsealed(text: string): string {
  return text.replace(/"format": 2/, '"format": 1').replace(/,\s+"seal": "[0-9a-f]+"/, '')
}

describe('a manifest that is', () => {
  test.each(Object.entries(absurd))('%s is told of, and disturbs no other data set', async (_, damage) => {
    const manifest = path.join(folderOf('damaged'), 'manifest.json')
    const text = damage(await readFile(manifest, 'utf8'))
    await writeFile(manifest, text)
    service = await openTestLab(dataFolder, 'no trainer.cjs')
    for (const answer of await answers('damaged')) {
      if (!(answer instanceof LabError)) continue
      expect(answer.code).not.toBe('internal')
      expect(answer.hint).not.toBe('')
    }
    const { datasets, unreadable } = await service.lab.listDatasets({})
    expect([...datasets.map(({ info }) => info.id), ...unreadable.map(({ id }) => id)]).toContain('damaged')
    expect((await service.lab.verifyDataset({ dataset: 'intact' })).state).toBe('ready')
    // An edit that is refused writes nothing over it; and it can be deleted.
    if (unreadable.length > 0) expect(await readFile(manifest, 'utf8')).toBe(text)
    await service.lab.deleteDataset({ dataset: 'damaged' })
    const left = await service.lab.listDatasets({})
    expect(left.unreadable).toEqual([])
  })
})

test('data sets that a lab makes and copies are whole or not there when it is killed', async () => {
  const environment = { ...process.env, [manifestVariable]: path.join(dataFolder, 'manifest.json') }
  const child = fork(worker, [], { env: environment, stdio: 'ignore' })
  const exited = once(child, 'exit')
  const before = await contentOf(folderOf('damaged'))
  child.send({ dataFolder, decoder: 'none.cjs', work: { kind: 'make', dataset: 'damaged' } })
  let steps = 0
  await new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'step' && ++steps === 5) resolve()
    })
  })
  child.kill('SIGKILL')
  await exited
  await (service = await openTestLab(dataFolder, 'no trainer.cjs')).close()
  service = await openTestLab(dataFolder, 'no trainer.cjs')
  const { datasets, drafts, unreadable } = await service.lab.listDatasets({})
  expect(unreadable).toEqual([])
  expect(drafts.length).toBeGreaterThanOrEqual(3)
  for (const { info } of datasets.slice(1)) {
    expect(await contentOf(folderOf(info.id))).toEqual(before)
    expect(await unneededFiles(folderOf(info.id))).toEqual([])
  }
})
