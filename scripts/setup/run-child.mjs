// @ts-check
import { spawn } from 'node:child_process'

/**
 * @typedef {object} ChildEnd
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {number} ms how long it ran
 * @property {string} errorTail the last of what it wrote to a piped stderr
 * @property {boolean} asked whether a signal of ours ended it
 */

/** @type {readonly NodeJS.Signals[]} */
const forwarded = process.platform === 'win32' ? [] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGWINCH']

// A terminal sends Ctrl-C to every process of its group, and npm sends it on once more.
const sameKeyMs = 300
const tailLength = 4000

/**
 * Runs a program in a process group of its own, so that it gets exactly the signals that are passed on here, each
 * once. (Windows delivers Ctrl-C to every process of a console by itself.)
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<ChildEnd>}
 * @throws when the program cannot be started
 */
export function runChild(file, args, options) {
  return new Promise((resolve, reject) => {
    const startedAt = Date.now()
    const child = spawn(file, args, { ...options, detached: process.platform !== 'win32' })
    let asked = false
    let errorTail = ''
    /** @type {Map<NodeJS.Signals, number>} */
    const lastSent = new Map()

    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      const now = Date.now()
      if (now - (lastSent.get(signal) ?? 0) < sameKeyMs) return
      lastSent.set(signal, now)
      if (signal !== 'SIGWINCH') asked = true
      child.kill(signal)
    }
    const suspend = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGSTOP')
      process.kill(process.pid, 'SIGSTOP')
    }
    const wake = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGCONT')
    }
    for (const signal of forwarded) process.on(signal, forward)
    if (forwarded.length > 0) process.on('SIGTSTP', suspend).on('SIGCONT', wake)
    const release = () => {
      for (const signal of forwarded) process.off(signal, forward)
      process.off('SIGTSTP', suspend).off('SIGCONT', wake)
    }

    child.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      process.stderr.write(chunk)
      errorTail = (errorTail + chunk.toString()).slice(-tailLength)
    })
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (code, signal) => {
      release()
      resolve({ code, signal, ms: Date.now() - startedAt, errorTail, asked })
    })
  })
}

/**
 * Ends this process the way its child ended.
 * @param {ChildEnd} end
 */
export function exitLike(end) {
  if (end.signal !== null) process.kill(process.pid, end.signal)
  process.exitCode = end.code ?? 1
}
