import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitModel } from '../../src/core/model/fit-model'
import { foldRun, newRun } from '../../src/core/run/run-state'
import { lessonConfig } from '../../src/core/settings/run-config'
import type { MethodInput } from '../../src/lab/contract/contract'
import type { ImportStatus } from '../../src/lab/contract/dataset-import'
import type { LabService } from '../../src/lab/contract/host'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { readManifest } from '../../src/lab/dataset/library/stored-manifest'
import { readOrigins } from '../../src/lab/dataset/write/image-origins'
import { required } from '../../src/core/base/required'
import { writeImageFolder } from '../image-folders/write-image-folder'
import { buildDecoder, type BuiltDecoder } from '../image-files/build-decoder'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

const imageFiles = path.join(import.meta.dirname, '..', 'image-files')
const knownFiles = path.join(import.meta.dirname, '..', 'known-sets', 'files')
const containing = (text: string): unknown => expect.stringContaining(text)

let root = ''
let dataFolder = ''
let decoder: BuiltDecoder
let service: LabService
let small: SmallCifar

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-imports-'))
  dataFolder = path.join(root, 'data')
  decoder = await buildDecoder()
  const trainer = await buildTrainer(path.join(root, 'out'))
  small = await makeSmallCifar(path.join(root, 'small'), { perFile: 40 })
  await installSmallCifar(dataFolder, small)
  service = await openTestLab(dataFolder, trainer.trainerFile, decoder.decoderFile)
})
afterAll(async () => {
  await service.close()
  await decoder.remove()
  await rm(root, { recursive: true, force: true })
})

/** Starts an import and resolves when it is over. */
async function imported(request: MethodInput<'importDataset'>): Promise<ImportStatus> {
  const over = new Promise<ImportStatus>((resolve) => {
    const unsubscribe = service.subscribe((notice) => {
      if (notice.event !== 'datasetImport' || notice.data.state === 'running') return
      unsubscribe()
      resolve(notice.data)
    })
  })
  await service.lab.importDataset(request)
  return over
}

function done(status: ImportStatus): Extract<ImportStatus, { state: 'done' }> {
  if (status.state !== 'done') throw new Error(`The import ended otherwise: ${JSON.stringify(status)}`)
  return status
}

/** What somebody's own folder may look like. */
async function writePhotographs(folder: string): Promise<number> {
  const { train, info } = await loadDataset(small.folder, small.manifest)
  return writeImageFolder(folder, train, info.classes)
}

describe('a folder of photographs', () => {
  test('becomes a data set with the same pixels, is trained on and evaluated', async () => {
    const folder = path.join(root, 'Photographs of May')
    const count = await writePhotographs(folder)
    const found = await service.lab.examinePlace({ path: folder })
    if (found.kind !== 'folder') throw new Error('no folder')
    expect(found).toMatchObject({
      name: 'Photographs of May',
      isSplit: false,
      findings: [],
      shape: [32, 32, 3]
    })
    expect(found.classes.reduce((sum, { train }) => sum + train, 0)).toBe(count)

    const { id, images } = done(
      await imported({ kind: 'folder', path: folder, name: found.name, shape: found.shape })
    )
    expect([id, images]).toEqual(['photographs-of-may', count])
    const at = path.join(dataFolder, 'datasets', id)
    const manifest = required(await readManifest(at), 'the manifest')
    const { train, test: held, info } = await loadDataset(at, manifest)
    const before = await loadDataset(small.folder, small.manifest)
    for (const [role, set] of [
      ['train', train],
      ['test', held]
    ] as const) {
      const origins = required(await readOrigins(at, manifest, role), 'origins')
      expect(origins).toHaveLength(set.count)
      for (const [row, { name }] of origins.entries()) {
        const own = Number(path.basename(name, '.png'))
        expect(path.dirname(name)).toBe(info.classes[required(set.labels[row], 'a label')])
        expect(set.images.subarray(row * 3072, row * 3072 + 3072)).toEqual(
          before.train.images.subarray(own * 3072, own * 3072 + 3072)
        )
      }
    }
    expect(held.count).toBeGreaterThan(count / 6)

    const ended = nextEvent(service, isEnd)
    const config = {
      ...lessonConfig,
      epochs: 1,
      workers: 1,
      engine: 'wasm' as const,
      model: fitModel(lessonConfig.model, info)
    }
    const { runId } = await service.lab.startRun({ config, dataset: id })
    await ended
    const { evaluation } = await service.lab.evaluateRun({ runId })
    expect(evaluation.classes).toEqual(info.classes)
    const state = foldRun(newRun, (await service.lab.getRun({ runId })).events)
    expect(state.dataset).toMatchObject({ id, folder: { fit: 'cover', split: { kind: 'seeded', seed: 1 } } })
  })

  test('with files of every format, and hostile ones among them, loses nothing but what cannot be read', async () => {
    const folder = path.join(root, 'mixed')
    await cp(path.join(imageFiles, 'files'), path.join(folder, 'good'), { recursive: true })
    await cp(path.join(imageFiles, 'hostile'), path.join(folder, 'hostile'), { recursive: true })
    const good = await readdir(path.join(folder, 'good'))
    const hostile = await readdir(path.join(folder, 'hostile'))
    const { id, images } = done(
      await imported({ kind: 'folder', path: folder, name: 'Mixed', shape: [32, 32, 3] })
    )
    const { findings } = await service.lab.getFindings({ dataset: id })
    const count = (kind: string): number => findings.filter((one) => one.kind === kind).length
    const repeated = count('duplicate') + count('inTwoClasses') + count('inBothSets')
    expect(images + count('unreadable') + repeated).toBe(good.length + hostile.length)
    expect(findings.filter(({ kind, of }) => kind === 'unreadable' && of.startsWith('good/'))).toEqual([])
    expect(count('unreadable')).toBeGreaterThan(40)
    for (const { kind, detail } of findings) if (kind === 'unreadable') expect(detail).toMatch(/\.$/)
    expect((await service.lab.getDataset({ dataset: id })).state).toBe('ready')
  })

  test('is given up at once, and nothing of it stays', async () => {
    const folder = path.join(root, 'Photographs of May')
    const before = await readdir(path.join(dataFolder, 'datasets'))
    const over = imported({ kind: 'folder', path: folder, name: 'Given up', shape: [64, 64, 3] })
    await expect(
      service.lab.importDataset({ kind: 'folder', path: folder, name: 'Second', shape: [64, 64, 3] })
    ).rejects.toMatchObject({ code: 'busy' })
    await service.lab.cancelImport({})
    expect(await over).toEqual({ state: 'none' })
    expect(await readdir(path.join(dataFolder, 'datasets'))).toEqual(before)
  })

  test('that holds nothing to import fails with what is needed, and leaves nothing', async () => {
    const before = await readdir(path.join(dataFolder, 'datasets'))
    const empty = path.join(root, 'empty')
    await mkdir(path.join(empty, 'cats'), { recursive: true })
    const status = await imported({ kind: 'folder', path: empty, name: 'x', shape: [32, 32, 3] })
    expect(status).toMatchObject({ state: 'failed', error: { code: 'invalid-input' } })
    await expect(service.lab.examinePlace({ path: path.join(root, 'gone') })).rejects.toMatchObject({
      code: 'not-found'
    })
    expect(await readdir(path.join(dataFolder, 'datasets'))).toEqual(before)
  })
})

describe('a known set', () => {
  test('is found in each of its variants, and imported with its own training and test images', async () => {
    const place = path.join(knownFiles, 'cifar-100-binary')
    const found = await service.lab.examinePlace({ path: place })
    if (found.kind !== 'known') throw new Error('no known set')
    expect(found.sets.map(({ variant, classes }) => [variant, classes.length])).toEqual([
      ['fine labels', 100],
      ['coarse labels', 20]
    ])
    const [fine] = found.sets
    const set = required(fine, 'a set')
    const request = { kind: 'known' as const, path: place, name: 'Fine', set: set.name }
    const { id } = done(await imported({ ...request, variant: 'fine labels' }))
    const status = await service.lab.getDataset({ dataset: id })
    expect(status).toMatchObject({ state: 'ready', info: { name: 'Fine', shape: [32, 32, 3] } })
    expect(status.info.splits.train.images).toBe(set.train)
    expect(status.info.known).toEqual({ kind: 'cifar-100', variant: 'fine labels', official: false })
    expect(await imported({ ...request, variant: 'gone' })).toMatchObject({
      state: 'failed',
      error: { code: 'not-found', message: containing('is not in') }
    })
  })
})

describe('a data set of this folder', () => {
  test('has a card, takes another name, and is deleted and brought back', async () => {
    const id = 'photographs-of-may'
    const card = await service.lab.getDatasetCard({ dataset: id })
    const { info } = await service.lab.getDataset({ dataset: id })
    const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
    expect(sum(card.classes.map(({ train }) => train))).toBe(info.splits.train.images)
    expect(sum(card.classes.map(({ test: held }) => held))).toBe(info.splits.test.images)
    expect(card.histogram.map(sum)).toEqual([0, 1, 2].map(() => info.splits.train.images * 1024))
    expect(card.measured).toEqual(info.normalisation)

    await service.lab.changeDataset({ dataset: id, name: 'May', licence: 'ours' })
    expect((await service.lab.getDataset({ dataset: id })).info).toMatchObject({
      name: 'May',
      hash: info.hash
    })
    expect((await service.lab.getDatasetCard({ dataset: id })).made?.licence).toBe('ours')

    await service.lab.deleteDataset({ dataset: id })
    await expect(service.lab.getDataset({ dataset: id })).rejects.toMatchObject({ code: 'not-found' })
    const { runs } = await service.lab.listRuns({})
    const own = required(
      runs.find(({ dataset }) => dataset?.hash === info.hash),
      'a run'
    )
    await expect(service.lab.evaluateRun({ runId: own.runId })).rejects.toMatchObject({
      code: 'data-missing',
      message: containing('belongs to Photographs of May')
    })
    await service.lab.restoreDataset({ dataset: id })
    expect((await service.lab.evaluateRun({ runId: own.runId })).dataset.hash).toBe(info.hash)
  })

  test('the home is neither changed nor deleted', async () => {
    const { id } = small.manifest
    await expect(service.lab.deleteDataset({ dataset: id })).rejects.toMatchObject({ code: 'unsupported' })
    await expect(service.lab.changeDataset({ dataset: id, name: 'x' })).rejects.toMatchObject({
      code: 'unsupported'
    })
  })
})
