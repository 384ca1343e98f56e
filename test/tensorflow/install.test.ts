import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { TensorflowStatus } from '../../src/lab/contract/tensorflow-status'
import { TensorflowService } from '../../src/lab/tensorflow/tensorflow-service'
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

/**
 * An npm in whose package the install script succeeds, with the binding that these tests have, or fails.
 * @returns its script
 */
async function makeNpm(succeeds: boolean): Promise<string> {
  const file = path.join(work, 'npm-cli.js')
  await writeFile(
    file,
    `const { mkdirSync, symlinkSync } = require('node:fs')
const folder = process.argv[process.argv.indexOf('--prefix') + 1]
const name = process.argv[3].replace(/@[^@]*$/, '')
const lib = folder + '/node_modules/' + name + '/lib/napi-v8'
mkdirSync(lib, { recursive: true })
console.log('* Downloading libtensorflow')
if (${String(succeeds)}) symlinkSync(${JSON.stringify(prepared.binding)}, lib + '/tfjs_binding.node')
else process.exitCode = 1`
  )
  return file
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
      const logs: string[] = []
      service.onChange(({ status, log }) => {
        if (seen.at(-1) !== status) seen.push(status)
        logs.push(log)
      })
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
      expect(logs.at(-1)).toContain('tfjs_backend.cc')
      expect(service.notice()).toEqual({ status: service.status(), log: logs.at(-1) })

      const again = await open()
      expect(again.status()).toEqual(service.status())

      await makePackages('2.22.0')
      expect(await again.refresh()).toMatchObject({
        state: 'outdated',
        reason: 'TensorFlow changed from 2.21.0 to 2.22.0 since the binding was built.'
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
    })

    test('takes a binding that is named by hand, and leaves it alone when it is removed', async () => {
      const service = await open()
      await service.install({ kind: 'file', path: prepared.binding })
      expect(service.status()).toMatchObject({ state: 'ready', binding: prepared.binding })
      await service.remove()
      expect(await readdir(path.dirname(prepared.binding))).toContain('tfjs_binding.node')
    })

    test('takes what the npm package’s own script downloads, and tells what npm says meanwhile', async () => {
      const service = await open({
        ...process.env,
        npm_execpath: await makeNpm(true),
        npm_node_execpath: process.execPath
      })
      const logs: string[] = []
      service.onChange(({ log }) => logs.push(log))
      await service.install({ kind: 'package', device: 'cpu' })
      expect(service.status()).toMatchObject({ state: 'ready', binding: containing('package-cpu') })
      expect(logs.at(-1)).toContain('@tensorflow/tfjs-node@4.22.0')
      expect(logs.at(-1)).toContain('Downloading libtensorflow')
      expect((await open()).status()).toEqual(service.status())
    })

    test('says that the package’s server is blocked, and leaves nothing behind', async () => {
      const service = await open({
        ...process.env,
        npm_execpath: await makeNpm(false),
        npm_node_execpath: process.execPath
      })
      await expect(service.install({ kind: 'package', device: 'gpu' })).rejects.toMatchObject({
        code: 'download-failed',
        hint: containing('Python environment')
      })
      expect(await readdir(folder)).toEqual([])
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
      service.onChange(({ status }) => {
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
