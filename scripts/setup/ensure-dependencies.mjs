// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from './project-root.mjs'
import { runChild } from './run-child.mjs'
import { SetupError, say } from './say.mjs'
import { withSetupLock } from './setup-lock.mjs'

/** Installs the packages of package-lock.json where that has not been done. */
export async function ensureDependencies() {
  if (isInstalled()) return
  await withSetupLock(async () => {
    if (isInstalled()) return
    say('Installing packages. This happens once and takes about a minute.')
    const [file, ...args] = npmCommand()
    const end = await runChild(file, [...args, 'ci', '--loglevel=error'], {
      cwd: projectRoot,
      stdio: ['ignore', 2, 'pipe'],
      shell: file === 'npm' && process.platform === 'win32'
    })
    if (end.asked) process.exit(130)
    if (end.code !== 0) throw installError(end.errorTail)
  })
}

/** @param {string} npmErrors */
function installError(npmErrors) {
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(npmErrors)
  if (offline)
    return new SetupError(
      'The packages could not be installed: the package registry does not answer.',
      'Check the network (behind a proxy: npm config set proxy ADDRESS), then run the same command again.'
    )
  return new SetupError(
    'The packages could not be installed; what npm said is above.',
    'Run the same command again; if it fails again, delete node_modules first.'
  )
}

/** @returns {[string, ...string[]]} the npm that runs this script, else the one on the path */
function npmCommand() {
  const npm = process.env['npm_execpath']
  return npm?.endsWith('npm-cli.js') === true ? [process.execPath, npm] : ['npm']
}

/**
 * npm writes a lockfile of what it installed last of all, so an interrupted installation has none. Packages for
 * other platforms are missing from it.
 */
function isInstalled() {
  const installedFile = path.join(projectRoot, 'node_modules', '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const installed = readPackages(installedFile)
  const wanted = readPackages(path.join(projectRoot, 'package-lock.json'))
  return Object.entries(wanted).every(([folder, { version, optional }]) => {
    const found = installed[folder]
    return folder === '' || (found === undefined ? optional === true : found.version === version)
  })
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}
