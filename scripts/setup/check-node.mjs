// @ts-check
import { SetupError } from './say.mjs'

const required = [20, 19]

/**
 * @param {string} version such as 20.19.0
 * @throws {SetupError} when it is too old for the tools that Tenfold is built with
 */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [requiredMajor = 0, requiredMinor = 0] = required
  if (major > requiredMajor || (major === requiredMajor && minor >= requiredMinor)) return
  throw new SetupError(
    `Tenfold needs Node.js ${required.join('.')} or newer; this is ${version}.`,
    'Install a current version from nodejs.org or with your version manager, then try again.'
  )
}
