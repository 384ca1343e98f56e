import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LabNotice, LabService } from '../../src/lab/contract/host'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { failureOf } from './failure-of'
import { installSmallCifar, openTestLab } from './open-test-lab'

let root = ''
let service: LabService
let heard: LabNotice[] = []
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-transfer-'))
  const small = await makeSmallCifar(root, { perFile: 3000 })
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
  expect(heard.at(-1)).toMatchObject({ event: 'datasetTransfer', data: { what: 'export', unit: 'bytes' } })
  const { id, images } = await lab.importArchive({ path: file })
  expect(images).toBe(18_000)
  expect(heard.at(-1)).toEqual({ event: 'datasets', data: {} })
  const [one, other] = [await lab.getDataset({ dataset: id }), await lab.getDataset({ dataset })]
  expect(one).toMatchObject({ state: 'ready', info: { hash: other.info.hash } })
})

test.each(['cancelTransfer', 'close'] as const)('%s ends an export, and nothing of it stays', async (how) => {
  const { lab } = service
  const dataset = await home()
  const job = failureOf(lab.exportDataset({ dataset, as: 'folder', path: target('a') }))
  await expect.poll(() => readdir(path.join(root, 'out')).catch(() => [])).toHaveLength(1)
  const second = failureOf(lab.exportDataset({ dataset, as: 'file', path: target('b') }))
  expect(await second).toMatchObject({ code: 'busy' })
  await (how === 'close' ? service.close() : lab.cancelTransfer({}))
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
  await writeFile(path.join(root, 'text'), 'text')
  expect(await failureOf(lab.importArchive({ path: path.join(root, 'text') }))).toMatchObject({
    code: 'data-corrupt'
  })
})
