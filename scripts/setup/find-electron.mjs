// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './project-root.mjs'
import { runChild } from './run-child.mjs'
import { say } from './say.mjs'

/** @typedef {{ executable: string } | { reason: string }} ElectronFound */

const packageFolder = path.join(projectRoot, 'node_modules', 'electron')
const electronRequire = createRequire(path.join(packageFolder, 'package.json'))

/** Without a single byte for so long, a download is given up. */
const stallMs = 15_000

/** The runtime's program, within its folder. */
export const executableName =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'

/**
 * The Electron runtime: the one that ELECTRON_OVERRIDE_DIST_PATH names, else that of the `electron` package, which
 * downloads it when it is first wanted.
 * @returns {Promise<ElectronFound>}
 */
export async function findElectron() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override !== undefined && override !== '') {
    const executable = path.join(override, executableName)
    if (existsSync(executable)) return { executable }
    return { reason: `ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron (${override})` }
  }
  const executable = path.join(packageFolder, 'dist', executableName)
  if (isComplete(executable)) return { executable }
  const failure = await download()
  if (failure !== undefined) return { reason: `the Electron runtime could not be downloaded (${failure})` }
  return isComplete(executable) ? { executable } : { reason: 'the Electron runtime could not be unpacked' }
}

/**
 * The package writes path.txt last of all.
 * @param {string} executable
 */
function isComplete(executable) {
  return existsSync(path.join(packageFolder, 'path.txt')) && existsSync(executable)
}

/** @returns {Promise<string | undefined>} why not */
async function download() {
  say('Downloading the Electron runtime (about 110 MB, once).')
  const giveUp = new AbortController()
  let stalled = setTimeout(() => {
    giveUp.abort()
  }, stallMs)
  let shown = 0
  try {
    const { downloadArtifact } = await import(pathToFileURL(electronRequire.resolve('@electron/get')).href)
    await downloadArtifact({
      version: readVersion(),
      artifactName: 'electron',
      checksums: electronRequire('./checksums.json'),
      platform: process.platform,
      arch: process.arch,
      cacheRoot: process.env['electron_config_cache'],
      downloadOptions: {
        quiet: true,
        signal: giveUp.signal,
        /** @param {{ percent: number }} progress */
        getProgressCallback: ({ percent }) => {
          stalled.refresh()
          const done = Math.floor(percent * 10) * 10
          if (done > shown) say(`  ${String(done)} %`)
          shown = Math.max(shown, done)
          return Promise.resolve()
        }
      }
    })
  } catch (error) {
    if (giveUp.signal.aborted) return `no data came for ${String(stallMs / 1000)} seconds`
    return error instanceof Error ? error.message : String(error)
  } finally {
    clearTimeout(stalled)
  }
  // Now in its cache, from where the package's own installer checks and unpacks it.
  const end = await runChild(process.execPath, [path.join(packageFolder, 'install.js')], {
    stdio: ['ignore', 2, 2]
  })
  return end.code === 0 ? undefined : 'unpacking failed'
}

/** @returns {string} */
function readVersion() {
  return JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')).version
}
