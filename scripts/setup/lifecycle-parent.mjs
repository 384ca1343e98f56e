// @ts-check
import path from 'node:path'
import { projectRoot } from './project-root.mjs'

const {
  npm_package_json: packageFile = '',
  npm_lifecycle_script: script = '',
  _: startedAs = ''
} = process.env

/** A script that was started in another way may lose its parent for good reasons: `&` and a closed shell, a service. */
const startedByNpm =
  path.resolve(packageFile) === path.join(projectRoot, 'package.json') &&
  script.includes(path.basename(process.argv[1] ?? ''))
const npm = process.ppid

/** Whether this runs under nohup. Node itself forgets at its start that the hang-up was to be ignored. */
export const ignoresHangUp = path.basename(startedAs) === 'nohup'

/**
 * Whether the npm that runs this script is gone: it passes neither a hang-up nor a violent end on. Under nohup it ends
 * by a hang-up too, and the script is to go on.
 */
export function isOrphaned() {
  return startedByNpm && !ignoresHangUp && process.ppid !== npm
}
