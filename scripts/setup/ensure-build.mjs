// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from './project-root.mjs'
import { runChild } from './run-child.mjs'
import { SetupError, say } from './say.mjs'
import { withSetupLock } from './setup-lock.mjs'

const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'scripts/build',
  'svelte.config.js',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json'
]
const outFolder = path.join(projectRoot, 'out')
const stampFile = path.join(outFolder, 'built-from')

/** Builds the application into out/ where its sources differ from those of the last build. */
export async function ensureBuild() {
  if (isBuilt()) return
  await withSetupLock(async () => {
    const stamp = hashSources()
    if (isBuilt(stamp)) return
    say('Building Tenfold.')
    // Built aside and moved into place, so that an interrupted build is never taken for a whole one.
    const nextFolder = `${outFolder}.${String(process.pid)}`
    try {
      await build(nextFolder)
      writeFileSync(path.join(nextFolder, path.basename(stampFile)), stamp)
      rmSync(outFolder, { recursive: true, force: true })
      renameSync(nextFolder, outFolder)
    } finally {
      rmSync(nextFolder, { recursive: true, force: true })
    }
  })
}

/** @param {string} outDir */
async function build(outDir) {
  const tool = path.join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const end = await runChild(process.execPath, [tool, 'build', '--logLevel', 'warn', '--outDir', outDir], {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2]
  })
  if (end.asked) process.exit(130)
  if (end.code !== 0)
    throw new SetupError(
      'Tenfold could not be built; the reason is above.',
      'Fix it, then run the command again.'
    )
}

function isBuilt(stamp = hashSources()) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
}

/** sha256 over the names and contents of everything that the build reads, tests left out. */
function hashSources() {
  const hash = createHash('sha256')
  for (const source of sources) addToHash(hash, source)
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} entry relative to the project
 */
function addToHash(hash, entry) {
  const full = path.join(projectRoot, entry)
  if (!existsSync(full)) return
  for (const file of listFiles(full)) {
    if (file.endsWith('.test.ts')) continue
    hash.update(path.relative(projectRoot, file)).update('\0').update(readFileSync(file)).update('\0')
  }
}

/**
 * @param {string} fileOrFolder
 * @returns {string[]} in one order everywhere
 */
function listFiles(fileOrFolder) {
  if (path.extname(fileOrFolder) !== '') return [fileOrFolder]
  return readdirSync(fileOrFolder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}
