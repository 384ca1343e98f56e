import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { lessonConfig } from '../../src/core/settings/run-config'
import { LabError } from '../../src/core/base/lab-error'
import { commandLine, runCommand, withFreshDataFolder } from './command-line'
import { median } from './alternate'
import type { Part } from './part'
import { loadTrainingImages } from './training-images'

const run = promisify(execFile)
const sampleMs = 250

/** What the training process of the lesson's network takes, and whether a long training makes it take more. */
export const memory: Part = async ({ steps }, door) => {
  if (process.platform === 'win32')
    throw new LabError(
      'unsupported',
      'Memory is measured with ps, which Windows lacks.',
      'Use another system.'
    )
  await door.ensureBuild()
  const { count } = await loadTrainingImages()
  const epochs = Math.max(1, Math.ceil((steps * lessonConfig.batchSize) / count))
  const samples = await withFreshDataFolder((folder) => sampleTraining(door.projectRoot, folder, epochs))
  // The first tenth is warming up: compilers, buffers, the data set.
  const settled = samples.slice(Math.ceil(samples.length / 10))
  const tenth = Math.max(1, Math.floor(settled.length / 10))
  const begin = median(settled.slice(0, tenth))
  const end = median(settled.slice(-tenth))
  return {
    title: 'Memory of the training process',
    rows: [
      {
        steps: Math.ceil(count / lessonConfig.batchSize) * epochs,
        'at most, MB': Math.round(samples.reduce((most, rss) => Math.max(most, rss), 0) / 1e6),
        'begin, MB': begin / 1e6,
        'end, MB': end / 1e6,
        'growth, MB': (end - begin) / 1e6
      }
    ],
    notes: [
      `Resident memory, ${samples.length} samples; ${(count * 3.072e-3).toFixed(0)} MB of it are the training images.`,
      'The first tenth of the time is left out. Begin and end are medians of the first and the last tenth of the rest.',
      `The lesson’s settings but ${epochs} epochs, checkpoints included.`
    ]
  }
}

/** @returns resident bytes of the training process, from when it has its job to its end */
async function sampleTraining(projectRoot: string, dataFolder: string, epochs: number): Promise<number[]> {
  const samples: number[] = []
  let parent: number | undefined
  const training = runCommand({
    ...commandLine(projectRoot, 'train', '--epochs', String(epochs)),
    dataFolder,
    onStart: (pid) => (parent = pid)
  }).finally(() => (parent = undefined))
  const sampling = (async () => {
    while (parent !== undefined) {
      const rss = await trainerBytes(parent)
      if (rss !== undefined) samples.push(rss)
      await new Promise((resolve) => setTimeout(resolve, sampleMs))
    }
  })()
  await Promise.all([training, sampling])
  return samples
}

/** Of the trainer among a process's children; undefined while there is none. */
async function trainerBytes(parent: number): Promise<number | undefined> {
  const { stdout } = await run('ps', ['-A', '-o', 'ppid=,rss=,args='])
  const line = stdout.split('\n').find((text) => {
    const [ppid] = text.trim().split(/\s+/)
    return Number(ppid) === parent && text.includes('trainer.cjs')
  })
  const kilobytes = line?.trim().split(/\s+/)[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}
