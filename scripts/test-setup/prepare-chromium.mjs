// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.mjs'
import { placeFolder } from './place-folder.mjs'

/** @typedef {{ executable: string, env: Record<string, string> }} Chromium */

const folder = path.join(cacheFolder, 'chromium')

/**
 * A Chromium for tests: the one that TENFOLD_CHROMIUM names, else the one in the @sparticuz/chromium package, which
 * is unpacked the first time together with the libraries and fonts that it brings along.
 * @returns {Chromium | { reason: string, remedy: string }}
 */
export function prepareChromium() {
  const chosen = process.env['TENFOLD_CHROMIUM']
  if (chosen !== undefined && chosen !== '') return { executable: chosen, env: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      reason: 'the packaged Chromium is for Linux on x64 only',
      remedy: 'TENFOLD_CHROMIUM=<path of Chrome or Chromium> npm test'
    }
  if (!existsSync(folder)) {
    const failure = unpack()
    if (failure !== undefined)
      return {
        reason: `the packaged Chromium could not be unpacked (${failure})`,
        remedy: 'npm ci && npm test'
      }
  }
  return {
    executable: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') }
  }
}

/** @returns {string | undefined} why not */
function unpack() {
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(path.join(cacheFolder, 'unpacking-'))
  try {
    const script = fileURLToPath(new URL('unpack-chromium.mjs', import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [script], {
      env: { ...process.env, TMPDIR: work, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
      encoding: 'utf8'
    })
    if (status !== 0) return stderr.trim().split('\n').at(-1) ?? 'unknown error'
    // Its font settings expect the system's temporary folder.
    const fontSettings = path.join(work, 'fonts', 'fonts.conf')
    writeFileSync(fontSettings, readFileSync(fontSettings, 'utf8').replaceAll('/tmp/', `${folder}/`))
    placeFolder(work, folder)
    return undefined
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
