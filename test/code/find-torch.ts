import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const candidates = [process.env['TENFOLD_TEST_PYTHON'], 'python3', '/usr/bin/python3', 'python']

/** An interpreter that has torch and torchvision; undefined where there is none. */
export async function findTorch(): Promise<string | undefined> {
  for (const python of candidates) {
    if (python === undefined) continue
    const found = await run(python, ['-c', 'import torch, torchvision']).then(
      () => true,
      () => false
    )
    if (found) return python
  }
  return undefined
}
