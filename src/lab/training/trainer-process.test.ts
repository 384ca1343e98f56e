import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { TrainerProcess } from './trainer-process'

test('a process that has ended is not watched any more: nothing keeps the lab from ending', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenfold-trainer-'))
  const file = join(folder, 'trainer.cjs')
  await writeFile(file, `process.on('message', () => process.disconnect())`)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(async () => {
    vi.useRealTimers()
    await rm(folder, { recursive: true })
  })
  const trainer = new TrainerProcess(file, () => undefined)
  await trainer.stop()
  expect(vi.getTimerCount()).toBe(0)
  await trainer.stop()
  expect(vi.getTimerCount()).toBe(0)
})
