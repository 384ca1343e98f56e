// @ts-check
import { findElectron } from './find-electron.mjs'
import { projectRoot } from './project-root.mjs'
import { runChild } from './run-child.mjs'
import { say } from './say.mjs'

/** A desktop that fails within so long never had a window. */
const startMs = 10_000

/**
 * Opens the workbench in Electron and waits until it is closed.
 * @returns {Promise<{ end: import('./run-child.mjs').ChildEnd } | { reason: string }>} the reason if it cannot open
 */
export async function openDesktop() {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env
  if (process.platform === 'linux' && !x11 && !wayland)
    return { reason: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' }

  const found = await findElectron()
  if ('reason' in found) return found

  const args = [projectRoot]
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('Running as root: Chromium allows that without its sandbox only.')
    args.push('--no-sandbox')
  }
  const { ELECTRON_RUN_AS_NODE: _unwanted, ...env } = process.env
  const end = await runChild(found.executable, args, {
    cwd: projectRoot,
    // Training runs in this Node: Electron's own refuses the memory that WebGPU's library hands out.
    env: { ...env, TENFOLD_NODE: process.execPath, TENFOLD_NODE_VERSION: process.versions.node },
    stdio: ['inherit', 'inherit', 'pipe']
  })
  const failed = end.code !== 0 && !end.asked && end.ms < startMs
  return failed ? { reason: explainFailure(end) } : { end }
}

/** @param {import('./run-child.mjs').ChildEnd} end */
function explainFailure({ code, signal, errorTail }) {
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(errorTail)?.[1]
  if (library !== undefined)
    return `Electron needs the system library ${library}, which is missing (on Debian and Ubuntu: sudo apt-get install libgtk-3-0 libnss3 libasound2 libgbm1)`
  if (/SUID sandbox|No usable sandbox/i.test(errorTail))
    return 'this system does not grant Electron its sandbox'
  if (/Missing X server|cannot open display|Failed to connect to Wayland/i.test(errorTail))
    return 'the display cannot be opened'
  return `Electron ended at once (${signal ?? `exit code ${String(code)}`})`
}
