import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tensorflowAt } from './find-python'

test.skipIf(process.platform === 'win32').each(['', 'echo hello', 'echo {}', 'exit 3'])(
  'a program that does not answer like Python is named: %j',
  async (script) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-python-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const program = path.join(folder, 'python')
    await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const found = tensorflowAt(program)
    await expect(found).rejects.toMatchObject({ code: 'not-found' })
    await expect(found).rejects.toThrow('does not answer like Python')
  }
)
