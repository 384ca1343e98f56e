// @ts-check
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const candidates = [process.env['PYTHON'], 'python3', '/usr/bin/python3', 'python']

/**
 * @param {string} packages that it has to have: `torch, torchvision`
 * @returns {Promise<string | undefined>} a Python interpreter; undefined where there is none
 */
export async function findTorch(packages) {
  for (const python of candidates) {
    if (python === undefined || python === '') continue
    const found = await run(python, ['-c', `import ${packages}`]).then(
      () => true,
      () => false
    )
    if (found) return python
  }
  return undefined
}
