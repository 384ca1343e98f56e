// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.mjs'
import { placeFolder } from './place-folder.mjs'

const version = '2.21.0'
/** Like a folder of Python packages: holds `tensorflow` and its record. 0.9 GB. */
const folder = path.join(cacheFolder, `tensorflow-cpu-${version}`)
const platforms = { x64: 'manylinux_2_27_x86_64', arm64: 'manylinux_2_27_aarch64' }

/**
 * TensorFlow's C++ library for tests, from the Python package index: downloaded once with pip, which needs no more than
 * a Python; of the package only the library and its C headers are kept.
 * @returns {{ packages: string } | { reason: string, remedy: string }}
 */
export function tensorflowFromWheel() {
  const chosen = process.env['TENFOLD_TEST_TENSORFLOW']
  if (chosen !== undefined && chosen !== '') return { packages: chosen }
  const remedy = `TENFOLD_TEST_TENSORFLOW=<folder of Python packages with tensorflow> npm test -- tensorflow`
  const platform = Object.entries(platforms).find(([arch]) => arch === process.arch)?.[1]
  if (process.platform !== 'linux' || platform === undefined)
    return { reason: 'the tests take TensorFlow’s package for Linux', remedy }
  if (!existsSync(folder)) {
    const failure = unpack(platform)
    if (failure !== undefined)
      return { reason: `tensorflow-cpu ${version} could not be had (${failure})`, remedy }
  }
  return { packages: folder }
}

/**
 * @param {string} platform
 * @returns {string | undefined} why not
 */
function unpack(platform) {
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(path.join(cacheFolder, 'unpacking-'))
  const target = ['--only-binary=:all:', '--no-deps', '--python-version=3.11', `--platform=${platform}`]
  const patience = ['--retries=1', '--timeout=20', '--disable-pip-version-check', '--quiet']
  const script = fileURLToPath(new URL('unpack_tensorflow.py', import.meta.url))
  try {
    const wheels = path.join(work, 'wheels')
    const unpacked = path.join(work, 'packages')
    for (const args of [
      ['-m', 'pip', 'download', ...target, ...patience, `--dest=${wheels}`, `tensorflow-cpu==${version}`],
      [script, wheels, unpacked]
    ]) {
      const { status, stderr, error } = spawnSync('python3', args, { encoding: 'utf8' })
      if (error !== undefined) return 'there is no Python'
      if (status !== 0) return stderr.trim().split('\n').at(-1) ?? 'unknown error'
    }
    placeFolder(unpacked, folder)
    return undefined
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
