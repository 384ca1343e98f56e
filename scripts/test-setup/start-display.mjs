// @ts-check
import { spawn } from 'node:child_process'

/** @typedef {{ env: Record<string, string>, stop: () => void }} Display */

/**
 * A display of the tests' own, so that they need none and never show a window on a real one.
 * @returns {Promise<Display>}
 * @throws when Xvfb is not installed or does not start
 */
export function startDisplay() {
  if (process.platform !== 'linux') return Promise.resolve({ env: {}, stop: () => undefined })
  return new Promise((resolve, reject) => {
    // With -displayfd the server finds a free number by itself and says which.
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe']
    })
    server.once('error', reject)
    server.once('exit', (code) => {
      reject(new Error(`Xvfb ended with exit code ${String(code)}`))
    })
    server.stdio[3]?.once('data', (/** @type {Buffer} */ number) => {
      const env = { DISPLAY: `:${number.toString().trim()}`, WAYLAND_DISPLAY: '' }
      resolve({ env, stop: () => void server.kill() })
    })
  })
}
