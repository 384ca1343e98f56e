// @ts-check
import { createHash } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from './project-root.mjs'
import { say } from './say.mjs'

// A number, which every user has; a name may be missing from the system's list. Windows has names alone.
const user = process.getuid?.() ?? userInfo().username
// Outside the project: installing empties node_modules, and building replaces out.
const name = createHash('sha256').update(`${user}:${projectRoot}`).digest('hex').slice(0, 16)
const lockFile = path.join(tmpdir(), `tenfold-setup-${name}`)

/**
 * Does the work while no other set-up of the same checkout does any; waits for the other to finish.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(work) {
  let told = false
  while (!tryLock()) {
    if (!told) say('Another set-up of Tenfold is under way in this folder; waiting for it.')
    told = true
    await sleep(200)
  }
  const release = () => {
    rmSync(lockFile, { force: true })
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** Takes the lock, or clears one that a process left behind when it was killed. */
function tryLock() {
  // A link appears with its content, so nobody ever reads a lock without an owner.
  const own = `${lockFile}.${String(process.pid)}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, lockFile)
    return true
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(own)
  }
  const owner = readOwner()
  if (owner !== undefined && !isRunning(owner)) rmSync(lockFile, { force: true })
  return false
}

function readOwner() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code
}
