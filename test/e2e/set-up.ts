import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureBuild } from '../../scripts/setup/ensure-build.mjs'
import { prepareChromium, type Chromium } from '../../scripts/test-setup/prepare-chromium.mjs'
import { prepareElectron, type Electron } from '../../scripts/test-setup/prepare-electron.mjs'
import { startDisplay } from '../../scripts/test-setup/start-display.mjs'
import { makeSmallCifar, writeManifest } from '../small-cifar/make-small-cifar'
import { serveFolder } from '../small-cifar/serve-folder'

/** Why something cannot be had on this machine, and the command that would help. */
export interface Missing {
  readonly reason: string
  readonly remedy: string
}

declare module 'vitest' {
  interface ProvidedContext {
    electron: Electron | Missing
    chromium: Chromium | Missing
    /** DISPLAY and the like. */
    displayEnv: Record<string, string>
    /** What TENFOLD_DATASET_MANIFEST names: a small data set, served by these tests. */
    manifestFile: string
    /** The same data set as files. */
    datasetFolder: string
    /** Where screenshots go. */
    screenshotFolder: string
  }
}

/** Once for all e2e files: the build, the runtimes, a display and a data set that a local server offers. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  await ensureBuild()
  const folder = await mkdtemp(path.join(tmpdir(), 'tenfold-e2e-'))
  const electron = await prepareElectron()
  const display = 'reason' in electron ? { env: {}, stop: () => undefined } : await startDisplay()
  const small = await makeSmallCifar(folder, { perFile: 200 })
  const server = await serveFolder(small.archiveFolder)
  const manifestFile = path.join(folder, 'manifest.json')
  await writeManifest(manifestFile, small, server.url)

  provide('electron', electron)
  provide('chromium', prepareChromium())
  provide('displayEnv', display.env)
  provide('manifestFile', manifestFile)
  provide('datasetFolder', small.folder)
  provide('screenshotFolder', path.join(folder, 'screenshots'))
  return async () => {
    await server.close()
    display.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
