import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { defineStudy } from '../../src/core/study/define-study'
import { studyLayout, trialConfig } from '../../src/core/study/study-trials'
import { readRunFile, writeRunFile } from '../../src/lab/runs/run-file'
import { runPaths } from '../../src/lab/runs/run-folder'
import { makeFolder } from '../../src/lab/storage/make-folder'
import { mapAtMost } from '../../src/lab/storage/map-at-most'
import { StudyStore } from '../../src/lab/studies/study-store'

const settings = 10
const seeds = 100

/**
 * Makes a study of 1,000 runs out of the first run of a data folder: ten learning rates with a hundred seeds each. The
 * runs have the same log, other results, and no checkpoints.
 * @returns the study's id
 */
export async function multiplyStudy(dataFolder: string): Promise<string> {
  const folderOf = (number: number): string => path.join(dataFolder, 'runs', `run-${number}`)
  const { log, config, summary, ...file } = await readRunFile(folderOf(1))
  if (log === undefined) throw new Error('the run has no log')
  const definition = defineStudy({
    variants: [config],
    search: {
      kind: 'grid',
      axes: [
        {
          name: 'learningRate',
          values: Array.from({ length: settings }, (_, i) => Number((0.001 * 1.5 ** i).toPrecision(3)))
        }
      ]
    },
    seeds: Array.from({ length: seeds }, (_, i) => i + 1)
  })
  const { studyId, createdAt } = await new StudyStore(dataFolder).create(definition, summary.createdAt)
  const layout = studyLayout(definition)
  await mapAtMost(16, layout.trials, async (trial) => {
    const number = trial.trial + 2
    const folder = folderOf(number)
    await makeFolder(folder)
    await copyFile(runPaths.events(folderOf(1)), runPaths.events(folder))
    const own = trialConfig(layout, trial, 0)
    await writeRunFile(folder, {
      ...file,
      log,
      config: own,
      summary: {
        ...summary,
        runId: `run-${number}`,
        number,
        name: `Study 1, ${layout.settings[trial.setting]?.title ?? ''}, seed ${trial.seed}`,
        createdAt: summary.createdAt + number * 1000,
        seed: trial.seed,
        learningRate: own.optimizer.learningRate,
        accuracy: 0.45 + 0.01 * trial.setting + ((number * 37) % 300) / 10_000,
        study: { studyId, createdAt, trial: trial.trial, round: 0 }
      }
    })
  })
  return studyId
}
