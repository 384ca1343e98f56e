import { spawnSync } from 'node:child_process'

/** Whether Chromium's sandbox works here: not for root, and not where no user namespaces can be made, as in a chroot. */
export const canSandbox =
  process.getuid?.() !== 0 &&
  (process.platform !== 'linux' || spawnSync('unshare', ['--user', 'true']).status === 0)
