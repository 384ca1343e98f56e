import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fitModel } from '../../src/core/model/fit-model'
import { lessonConfig } from '../../src/core/settings/run-config'
import type { LabNotice, LabService } from '../../src/lab/contract/host'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { buildDecoder, type BuiltDecoder } from '../image-files/build-decoder'
import { writeImageFolder } from '../image-folders/write-image-folder'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { failureOf } from './failure-of'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

const hostile = path.join(import.meta.dirname, '..', 'image-files', 'hostile')

let root = ''
let photographs = ''
let decoder: BuiltDecoder
let service: LabService
let heard: LabNotice[] = []

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-editing-'))
  decoder = await buildDecoder()
  const trainer = await buildTrainer(path.join(root, 'out'))
  const small = await makeSmallCifar(path.join(root, 'small'), { perFile: 40 })
  await installSmallCifar(path.join(root, 'data'), small)
  photographs = path.join(root, 'photographs')
  const { train, info } = await loadDataset(small.folder, small.manifest)
  await writeImageFolder(photographs, train, info.classes)
  service = await openTestLab(path.join(root, 'data'), trainer.trainerFile, decoder.decoderFile)
  service.subscribe((notice) => heard.push(notice))
})
afterAll(async () => {
  await service.close()
  await decoder.remove()
  await rm(root, { recursive: true, force: true })
})
beforeEach(() => {
  heard = []
})

const ofClass = (name: string) => ({ kind: 'place' as const, path: path.join(photographs, name) })

async function petsNamed(name: string): Promise<string> {
  const { id } = await service.lab.createDataset({
    name,
    shape: [32, 32, 3],
    fit: 'cover',
    classes: ['cat', 'dog']
  })
  return id
}

test('a data set is made of files, trained on, changed and brought back', async () => {
  const { lab } = service
  const dataset = await petsNamed('Pets')
  const listed = await lab.listDatasets({})
  expect(listed.drafts).toMatchObject([
    { id: dataset, name: 'Pets', classes: 2, missing: 'It needs images.' }
  ])
  expect(await failureOf(lab.getDataset({ dataset }))).toMatchObject({ code: 'data-missing' })

  const cats = await readdir(path.join(photographs, 'cat'))
  expect(await lab.addImages({ dataset, label: 0, from: ofClass('cat') })).toEqual({
    added: cats.length,
    known: [],
    refused: []
  })
  const progress = heard.filter(({ event }) => event === 'imagesAdding')
  expect(progress.at(-1)?.data).toEqual({ dataset, done: cats.length, total: cats.length })
  await lab.addImages({ dataset, label: 1, from: ofClass('dog') })
  expect((await lab.listDatasets({})).drafts).toEqual([])
  const status = await lab.getDataset({ dataset })
  expect(status).toMatchObject({ state: 'ready', info: { name: 'Pets', classes: ['cat', 'dog'] } })

  const config = { ...lessonConfig, model: fitModel(lessonConfig.model, status.info), epochs: 1 }
  const ended = nextEvent(service, isEnd)
  await lab.startRun({ dataset, config })
  expect(
    await failureOf(lab.editDataset({ dataset, edit: { kind: 'addClass', name: 'bird' } }))
  ).toMatchObject({
    code: 'busy'
  })
  expect((await lab.getEdited({ dataset })).locked).toMatch(/^Run #1 is being trained on Pets/)
  expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })

  expect((await lab.getEdited({ dataset })).locked).toBeUndefined()

  await lab.editDataset({ dataset, edit: { kind: 'renameClass', label: 0, name: 'lynx' } })
  // The run was trained to tell other classes apart.
  const [run] = (await lab.listRuns({})).runs
  expect(await failureOf(lab.evaluateRun({ runId: run?.runId ?? '' }))).toMatchObject({
    code: 'data-missing'
  })
  await lab.editDataset({ dataset, edit: { kind: 'addClass', name: 'bird' } })
  expect(await failureOf(lab.resumeRun({ runId: run?.runId ?? '' }))).toMatchObject({ code: 'data-missing' })
  await lab.undoEdit({ dataset })
  await lab.editDataset({ dataset, edit: { kind: 'mergeClass', label: 1, into: 0 } })
  expect((await lab.listDatasets({})).drafts).toMatchObject([{ missing: 'It needs a second class.' }])
  await lab.undoEdit({ dataset })
  await lab.undoEdit({ dataset })
  expect((await lab.getDataset({ dataset })).info.hash).toBe(status.info.hash)
})

test('files that cannot be read, links and known images are passed over, and told of', async () => {
  const { lab } = service
  const dataset = await petsNamed('Mixed')
  const folder = path.join(root, 'mixed')
  await mkdir(path.join(folder, 'inner'), { recursive: true })
  const [one = '', two = ''] = await readdir(path.join(photographs, 'cat'))
  await copyFile(path.join(photographs, 'cat', one), path.join(folder, 'a.png'))
  await copyFile(path.join(photographs, 'cat', one), path.join(folder, 'b.png'))
  await copyFile(path.join(photographs, 'cat', two), path.join(folder, 'inner', 'c.png'))
  await writeFile(path.join(folder, 'notes.txt'), 'not an image')
  await symlink(path.join(photographs, 'dog'), path.join(folder, 'dogs'))
  const bad = 'claims-0x0.png'
  await copyFile(path.join(hostile, bad), path.join(folder, bad))
  const result = await lab.addImages({ dataset, label: 0, from: { kind: 'place', path: folder } })
  expect(result).toMatchObject({ added: 2, known: ['b.png'] })
  expect(result.refused.map(({ name }) => name).sort()).toEqual([bad, 'notes.txt'].sort())
  const { images } = await lab.getClassImages({ dataset, label: 0, first: 0, count: 10 })
  expect(images.map(({ name }) => name).sort()).toEqual(['cat/a.png', 'cat/inner/c.png'])
})

test('adding images can be cancelled, and then none of them comes in', async () => {
  const { lab } = service
  const dataset = await petsNamed('Cancelled')
  const adding = failureOf(lab.addImages({ dataset, label: 0, from: { kind: 'place', path: photographs } }))
  await expect.poll(() => heard.some(({ event }) => event === 'imagesAdding')).toBe(true)
  expect(await failureOf(lab.editDataset({ dataset, edit: { kind: 'addClass', name: 'x' } }))).toMatchObject({
    code: 'busy'
  })
  await lab.cancelAdding({ dataset })
  expect(await adding).toMatchObject({ code: 'cancelled' })
  expect((await lab.getEdited({ dataset })).classes).toEqual([
    { name: 'cat', train: 0, test: 0 },
    { name: 'dog', train: 0, test: 0 }
  ])
})

test('frames of the camera have to have the shape', async () => {
  const { lab } = service
  const dataset = await petsNamed('Camera')
  const frame = Buffer.alloc(32 * 32 * 3, 7)
  const from = { kind: 'pixels' as const, names: ['frame 1'], images: frame.toString('base64') }
  expect(await lab.addImages({ dataset, label: 1, from })).toMatchObject({ added: 1 })
  const short = { ...from, images: frame.subarray(1).toString('base64') }
  expect(await failureOf(lab.addImages({ dataset, label: 1, from: short }))).toMatchObject({
    code: 'invalid-input'
  })
})

test('the lesson’s data set stays as it is, and a copy of it can be edited', async () => {
  const { lab } = service
  const { info } = await lab.getDataset({})
  expect(
    await failureOf(lab.editDataset({ dataset: info.id, edit: { kind: 'removeClass', label: 0 } }))
  ).toMatchObject({ code: 'unsupported' })
  const { id: dataset } = await lab.copyDataset({ dataset: info.id, name: 'Nine classes' })
  expect((await lab.getDataset({ dataset })).info.hash).toBe(info.hash)
  await lab.editDataset({ dataset, edit: { kind: 'removeClass', label: 0 } })
  expect((await lab.getDataset({ dataset })).info.classes).toEqual(info.classes.slice(1))
  expect((await lab.getDataset({})).info.hash).toBe(info.hash)
})

test('a data set in the making can be renamed and deleted', async () => {
  const { lab } = service
  const dataset = await petsNamed('Draft')
  await lab.changeDataset({ dataset, name: 'Another name' })
  expect((await lab.getEdited({ dataset })).name).toBe('Another name')
  await lab.deleteDataset({ dataset })
  expect((await lab.listDatasets({})).drafts.map(({ id }) => id)).not.toContain(dataset)
  await lab.restoreDataset({ dataset })
  expect((await lab.listDatasets({})).drafts.map(({ id }) => id)).toContain(dataset)
})
