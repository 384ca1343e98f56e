import { copyFile } from 'node:fs/promises'
import { changeRunNotes } from '../../src/lab/runs/notes-file'
import { readRunFile, writeRunFile } from '../../src/lab/runs/run-file'
import { runPaths } from '../../src/lab/runs/run-folder'
import { makeFolder } from '../../src/lab/storage/make-folder'
import { mapAtMost } from '../../src/lab/storage/map-at-most'

const batchSizes = [4, 8, 16, 32, 64]
const rates = [0.001, 0.003, 0.01]

/**
 * Makes many runs out of the first one of a data folder: with other numbers, names, settings and notes, the same log, and
 * without its checkpoints.
 */
export async function multiplyRun(folderOf: (number: number) => string, count: number): Promise<void> {
  const { log, ...file } = await readRunFile(folderOf(1))
  if (log === undefined) throw new Error('the run has no log')
  const numbers = Array.from({ length: count - 1 }, (_, i) => i + 2)
  await mapAtMost(16, numbers, async (number) => {
    const folder = folderOf(number)
    await makeFolder(folder)
    await copyFile(runPaths.events(folderOf(1)), runPaths.events(folder))
    const batchSize = batchSizes[number % batchSizes.length] ?? 4
    const learningRate = rates[number % rates.length] ?? 0.001
    const { summary, config } = file
    await writeRunFile(folder, {
      ...file,
      log,
      summary: {
        ...summary,
        runId: `run-${number}`,
        number,
        name: `Run ${number}`,
        createdAt: summary.createdAt + number * 60_000,
        seed: number,
        batchSize,
        learningRate,
        accuracy: 0.4 + ((number * 37) % 300) / 1000
      },
      config: { ...config, seed: number, batchSize, optimizer: { ...config.optimizer, learningRate } }
    })
    if (number % 3 === 0) {
      const tag = number % 2 === 0 ? ['narrow', 'slow'] : ['wide']
      await changeRunNotes(folder, { star: number % 9 === 0, tag, group: `group ${number % 7}` })
    }
  })
}
