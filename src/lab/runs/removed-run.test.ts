import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialWeights } from '../../core/model/initial-weights'
import { lessonConfig } from '../../core/settings/run-config'
import { newRun } from '../../core/run/run-state'
import { untrained } from '../checkpoint/training-content'
import { writeCheckpoint } from '../checkpoint/write-checkpoint'
import type { LossSurface } from '../contract/loss-surface'
import { writeDeletionNote } from './deletion-note'
import { writePredictions } from './evaluation-file'
import { changeRunNotes } from './notes-file'
import { logStart, writeEventLog } from './event-log'
import { writeLossSurface } from './loss-surface-file'
import { writeRunFile } from './run-file'
import { runPaths } from './run-folder'
import { summarise } from './summarise'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-removed-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const identity = { runId: 'run-1', number: 1, name: 'Run 1', createdAt: 0 }
const summary = summarise(identity, lessonConfig, newRun)
const checkpoint = untrained(lessonConfig.model, initialWeights(lessonConfig.model, 1), { pixels: true })
const surface: LossSurface = {
  directions: 'random',
  step: 5,
  images: 1,
  x: [0],
  y: [0],
  loss: [[1]],
  path: []
}
const predictions = {
  labels: Uint16Array.of(1),
  predicted: Uint16Array.of(1),
  confidence: Float32Array.of(1),
  trueProbability: Float32Array.of(1)
}

/** Everything that is written into the folder of a run, and what is there then. */
const writes: readonly (readonly [name: string, write: (run: string) => Promise<unknown>])[] = [
  ['run.json', (run) => writeRunFile(run, { summary, config: lessonConfig, versions: {}, log: logStart })],
  ['events.jsonl', (run) => writeEventLog(runPaths.events(run), [])],
  ['checkpoints', (run) => writeCheckpoint(runPaths.checkpoint(run, 5), checkpoint)],
  ['evaluations', (run) => writePredictions(run, 5, predictions)],
  ['surfaces', (run) => writeLossSurface(run, surface)],
  ['notes.json', (run) => changeRunNotes(run, { star: true })],
  ['deleted.json', writeDeletionNote]
]

test.each(writes)('%s is written into a run that is there', async (name, write) => {
  const run = join(folder, 'run-1')
  await mkdir(run)
  await write(run)
  expect(await readdir(run)).toEqual([name])
})

test.each(writes)('%s does not bring back a run that was removed', async (name, write) => {
  const refused = await write(join(folder, 'run-1')).catch((thrown: unknown) => thrown)
  // Nothing depends on when a run was deleted.
  if (name !== 'deleted.json') expect(refused).toMatchObject({ code: 'storage' })
  expect(await readdir(folder)).toEqual([])
})
