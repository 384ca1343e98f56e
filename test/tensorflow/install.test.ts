import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { TensorflowService, type TensorflowStatus } from '../../src/lab/tensorflow/tensorflow-service'
import { verifyInTrainer } from '../../src/lab/tensorflow/verify-in-trainer'

const containing = (text: string): unknown => expect.stringContaining(text)
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

const tensorflow = inject('tensorflow')
const missing = 'reason' in tensorflow ? tensorflow.reason : undefined
const prepared = 'reason' in tensorflow ? { packages: '', binding: '', trainerFile: '' } : tensorflow

let work = ''
let folder = ''
let packages = ''
beforeEach(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'tenfold-install-'))
  folder = path.join(work, 'data', 'tensorflow')
  packages = path.join(work, 'packages')
})
afterEach(() => rm(work, { recursive: true, force: true }))

/** A Python environment's packages whose TensorFlow calls itself `version`. */
async function makePackages(version: string): Promise<void> {
  await rm(packages, { recursive: true, force: true })
  await mkdir(path.join(packages, `tensorflow_cpu-${version}.dist-info`), { recursive: true })
  await symlink(path.join(prepared.packages, 'tensorflow'), path.join(packages, 'tensorflow'))
}

const open = (environment: NodeJS.ProcessEnv = process.env): Promise<TensorflowService> =>
  TensorflowService.open({ folder, environment, verify: verifyInTrainer(prepared.trainerFile) })

describe.skipIf(missing !== undefined)(
  `TensorFlow for Node${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    test('is built for a Python environment’s TensorFlow, found again, renewed when that changes, and removed', async () => {
      await makePackages('2.21.0')
      const service = await open()
      expect(service.status()).toEqual({ state: 'absent' })
      const seen: TensorflowStatus[] = []
      service.onChange((status) => seen.push(status))
      await service.install({ kind: 'python', place: packages })
      expect(seen.map((status) => (status.state === 'installing' ? status.stage : status.state))).toEqual([
        'looking',
        'fetching',
        'compiling',
        'verifying',
        'ready'
      ])
      expect(service.status()).toMatchObject({
        state: 'ready',
        description: matching(/^TensorFlow 2\.\d+\.\d+ on /)
      })
      expect(service.log()).toContain('tfjs_backend.cc')

      const again = await open()
      expect(again.status()).toEqual(service.status())

      await makePackages('2.22.0')
      expect(await again.refresh()).toMatchObject({
        state: 'outdated',
        reason: 'TensorFlow changed from 2.21.0 to 2.22.0 since it was built.'
      })
      await again.renew()
      expect(again.status()).toMatchObject({ state: 'ready' })
      // The one for the old TensorFlow is gone.
      expect(
        (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
      ).toHaveLength(1)

      await rm(packages, { recursive: true })
      expect(await again.refresh()).toMatchObject({
        state: 'outdated',
        reason: `There is no TensorFlow library in ${path.join(packages, 'tensorflow')}.`
      })
      await again.remove()
      expect(await readdir(path.dirname(folder))).toEqual([])
      expect((await open()).status()).toEqual({ state: 'absent' })
    }, 180_000)

    test('takes a binding that is named by hand, and leaves it alone when it is removed', async () => {
      const service = await open()
      await service.install({ kind: 'file', path: prepared.binding })
      expect(service.status()).toMatchObject({ state: 'ready', binding: prepared.binding })
      await service.remove()
      expect(await readdir(path.dirname(prepared.binding))).toContain('tfjs_binding.node')
    })

    test('says which compiler to install where there is none', async () => {
      await makePackages('2.21.0')
      const service = await open({ ...process.env, CXX: 'no-such-compiler' })
      await expect(service.install({ kind: 'python', place: packages })).rejects.toMatchObject({
        code: 'unsupported',
        message: containing('no C++ compiler'),
        hint: containing('apt install g++')
      })
      expect(service.status()).toMatchObject({ state: 'failed', error: { code: 'unsupported' } })
    })

    test('an installation can be cancelled', async () => {
      await makePackages('2.21.0')
      const service = await open()
      const installing = service.install({ kind: 'python', place: packages })
      service.onChange((status) => {
        if (status.state === 'installing' && status.stage === 'compiling') void service.cancel()
      })
      await expect(installing).rejects.toMatchObject({ code: 'cancelled' })
      expect(service.status().state).toBe('failed')
    })

    test('a library that is none is refused by the verification, and what was there stays', async () => {
      const service = await open()
      await service.install({ kind: 'file', path: prepared.binding })
      await expect(service.install({ kind: 'file', path: prepared.trainerFile })).rejects.toMatchObject({
        code: 'engine-unavailable'
      })
      expect((await service.refresh()).state).toBe('ready')
    })
  }
)
