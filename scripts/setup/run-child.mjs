// @ts-check
import { spawn } from 'node:child_process'
import { ignoresHangUp, isOrphaned } from './lifecycle-parent.mjs'

/**
 * @typedef {object} ChildEnd
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {number} ms how long it ran
 * @property {string} errorTail the last of what it wrote to a piped stderr
 * @property {boolean} asked whether it was asked to end by a signal that was passed on
 */

/** @type {readonly NodeJS.Signals[]} */
const forwarded = process.platform === 'win32' ? [] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGWINCH']

// A terminal sends Ctrl-C to every process of its group, and npm sends it on once more.
const sameKeyMs = 1000
const orphanPollMs = 500
const tailLength = 4000

/**
 * Runs a program in a process group of its own, so that it gets exactly the signals that are passed on here, and
 * Ctrl-C once for each time it is pressed. (Windows delivers Ctrl-C to every process of a console by itself.) When npm goes away, the program is asked to
 * end.
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
    let lastKey = 0

    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      if (signal === 'SIGHUP' && ignoresHangUp) return
      if (signal === 'SIGINT') {
        const now = Date.now()
        if (now - lastKey < sameKeyMs) return
        lastKey = now
      }
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
    const poll = setInterval(() => {
      if (!asked && isOrphaned()) forward('SIGTERM')
    }, orphanPollMs)
    for (const signal of forwarded) process.on(signal, forward)
    if (forwarded.length > 0) process.on('SIGTSTP', suspend).on('SIGCONT', wake)
    const release = () => {
      clearInterval(poll)
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
