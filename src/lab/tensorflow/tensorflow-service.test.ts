import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TensorflowService } from './tensorflow-service'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-tensorflow-'))
  for (const name of ['package-cpu', '2.21.0-0123456789ab', 'mine', 'notes-2.0']) {
    await mkdir(path.join(folder, name))
    await writeFile(path.join(folder, name, 'file'), 'x')
  }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (): Promise<TensorflowService> =>
  TensorflowService.open({
    folder,
    environment: {},
    verify: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
  })

describe('folders that Tenfold did not make', () => {
  test('stay when a set-up fails', async () => {
    const service = await open()
    const failing = service.install({ kind: 'file', path: path.join(folder, 'nowhere.node') })
    await expect(failing).rejects.toThrow('does not exist')
    expect((await readdir(folder)).sort()).toEqual(['mine', 'notes-2.0'])
  })

  test('stay when TensorFlow is removed', async () => {
    await writeFile(path.join(folder, 'installation.json'), 'damaged')
    await (await open()).remove()
    expect((await readdir(folder)).sort()).toEqual(['mine', 'notes-2.0'])
  })
})

test('a set-up that is cancelled says what was cancelled', async () => {
  const service = await open()
  service.begin({ kind: 'file', path: path.join(folder, 'mine', 'file') })
  await expect.poll(() => service.status()).toMatchObject({ state: 'installing', stage: 'verifying' })
  await service.cancel()
  expect(service.status()).toMatchObject({
    state: 'failed',
    error: { code: 'cancelled', message: 'The set-up of TensorFlow was cancelled.' }
  })
})

test('an empty folder goes with what was removed', async () => {
  await rm(path.join(folder, 'mine'), { recursive: true })
  await rm(path.join(folder, 'notes-2.0'), { recursive: true })
  await (await open()).remove()
  await expect(readdir(folder)).rejects.toThrow('ENOENT')
})
