import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LabError } from '../../src/core/base/lab-error'
import type { LabNotice, LabService } from '../../src/lab/contract/host'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { failureOf } from './failure-of'
import { installSmallCifar, openTestLab } from './open-test-lab'

let root = ''
let service: LabService
let heard: LabNotice[] = []
let made = ''
let small: SmallCifar
beforeAll(async () => {
  made = await mkdtemp(path.join(tmpdir(), 'tenfold-export-'))
  small = await makeSmallCifar(made, { perFile: 3000 })
})
afterAll(() => rm(made, { recursive: true, force: true }))
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-export-'))
  await installSmallCifar(path.join(root, 'data'), small)
  service = await openTestLab(path.join(root, 'data'), 'no trainer.cjs')
  heard = []
  service.subscribe((notice) => heard.push(notice))
})
afterEach(async () => {
  await service.close()
  await rm(root, { recursive: true, force: true })
})

const target = (name: string): string => path.join(root, 'out', name)
const home = async (): Promise<string> => (await service.lab.getDataset({})).info.id

test('a data set goes out as a file and comes in again; windows are told', async () => {
  const { lab } = service
  const dataset = await home()
  const { path: file } = await lab.exportDataset({ dataset, as: 'file', path: target('a') })
  expect(heard.at(-1)).toMatchObject({ event: 'datasetExport', data: { unit: 'bytes' } })
  expect(await lab.examinePlace({ path: file })).toMatchObject({
    kind: 'archive',
    path: file,
    train: 15_000,
    test: 3000
  })
  await lab.importDataset({ kind: 'archive', path: file })
  await expect.poll(async () => (await lab.getImport({})).state).not.toBe('running')
  const status = await lab.getImport({})
  if (status.state !== 'done') throw new Error(JSON.stringify(status))
  const { id, images, findings } = status
  expect([images, findings]).toEqual([18_000, []])
  expect(heard.at(-1)).toEqual({ event: 'datasets', data: {} })
  const [one, other] = [await lab.getDataset({ dataset: id }), await lab.getDataset({ dataset })]
  expect(one).toMatchObject({ state: 'ready', info: { hash: other.info.hash } })
})

test.each(['cancelExport', 'close'] as const)('%s ends an export, and nothing of it stays', async (how) => {
  const { lab } = service
  const dataset = await home()
  const job = failureOf(lab.exportDataset({ dataset, as: 'folder', path: target('a') }))
  await expect.poll(() => readdir(path.join(root, 'out')).catch(() => [])).toHaveLength(1)
  const second = failureOf(lab.exportDataset({ dataset, as: 'file', path: target('b') }))
  expect(await second).toMatchObject({ code: 'busy' })
  await (how === 'close' ? service.close() : lab.cancelExport({}))
  expect(await job).toMatchObject({ code: 'cancelled' })
  expect(await readdir(path.join(root, 'out'))).toEqual([])
})

test('what is not there, or not complete, is not exported', async () => {
  const { lab } = service
  expect(
    await failureOf(lab.exportDataset({ dataset: 'nothing', as: 'file', path: target('a') }))
  ).toMatchObject({ code: 'not-found' })
  const dataset = await home()
  await rm(path.join(root, 'data', 'datasets', dataset, 'test_batch.bin'))
  const missing = failureOf(lab.exportDataset({ dataset, as: 'file', path: target('a') }))
  expect(await missing).toMatchObject({ code: 'data-missing' })
})

test('a file that only looks like an exported data set is not taken', async () => {
  const { lab } = service
  const file = path.join(root, 'text.tenfold-data')
  await writeFile(file, 'text')
  expect(await failureOf(lab.examinePlace({ path: file }))).toMatchObject({ code: 'data-corrupt' })
  await lab.importDataset({ kind: 'archive', path: file })
  await expect
    .poll(() => lab.getImport({}))
    .toMatchObject({ state: 'failed', name: 'text.tenfold-data', error: { code: 'data-corrupt' } })
})

test('a host hands a data set out as the same file', async () => {
  const { lab } = service
  const dataset = await home()
  const { path: file } = await lab.exportDataset({ dataset, as: 'file', path: target('a') })
  const opened = await service.openExport(dataset)
  const pieces: Buffer[] = []
  const taken = new Writable({
    write(piece: Buffer, _, done) {
      pieces.push(piece)
      done()
    }
  })
  await opened.writeTo(taken, new AbortController().signal)
  const sent = Buffer.concat(pieces)
  expect(opened).toMatchObject({ fileName: `${dataset}.tenfold-data`, bytes: sent.length })
  expect(sent.equals(await readFile(file))).toBe(true)
  expect(await failureOf(service.openExport('nothing'))).toMatchObject({ code: 'not-found' })
})

describe('where a browser is served', () => {
  const open = (folders: readonly string[]): Promise<LabService> =>
    openTestLab(path.join(root, 'data'), 'no trainer.cjs', 'no decoder.cjs', { folders })

  test('exports go below the folders that were named, and nowhere else', async () => {
    await mkdir(target(''))
    await mkdir(path.join(root, 'elsewhere'))
    await symlink(path.join(root, 'elsewhere'), target('link'), 'junction')
    const served = await open([target('')])
    const dataset = await home()
    for (const outside of ['../b', 'link/b', '../data/b'])
      expect(
        await failureOf(served.lab.exportDataset({ dataset, as: 'file', path: `${target('')}/${outside}` }))
      ).toMatchObject({ code: 'unsupported' })
    const above = await open([root])
    const inside = path.join(root, 'data', 'datasets', 'a')
    expect(await failureOf(above.lab.exportDataset({ dataset, as: 'folder', path: inside }))).toMatchObject({
      code: 'unsupported'
    })
    await above.close()
    await served.lab.exportDataset({ dataset, as: 'file', path: target('new/a') })
    expect(await readdir(target('new'))).toEqual(['a'])
    expect(await readdir(path.join(root, 'elsewhere'))).toEqual([])
    await served.close()
  })

  test('nothing is written where no folder was named', async () => {
    const served = await open([])
    const refused = failureOf(
      served.lab.exportDataset({ dataset: await home(), as: 'folder', path: target('a') })
    )
    expect(await refused).toMatchObject({ code: 'unsupported' })
    await served.close()
  })
})

test.each([
  ['is replaced where the user agreed in the dialog', 'mine', {}],
  ['stays otherwise', 'other', { code: 'invalid-input' }]
])('a file that is there %s', async (_, chosen, expected) => {
  const dialogs = {
    place: () => Promise.resolve(undefined),
    exportPlace: () => Promise.resolve(target(chosen))
  }
  const desktop = await openTestLab(path.join(root, 'data'), 'no trainer.cjs', 'no decoder.cjs', { dialogs })
  await mkdir(target(''))
  await writeFile(target('mine'), 'mine')
  const dataset = await home()
  expect(await desktop.lab.chooseExportPlace({ dataset, as: 'file' })).toEqual({ path: target(chosen) })
  const result = await desktop.lab.exportDataset({ dataset, as: 'file', path: target('mine') }).then(
    () => ({}),
    (thrown: unknown) => LabError.from(thrown)
  )
  expect(result).toMatchObject(expected)
  await desktop.close()
})
