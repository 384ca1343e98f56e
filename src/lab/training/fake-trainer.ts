// For tests: a training process that does what a test gives it to do, and a run for it to train.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lessonConfig } from '../../core/settings/run-config'
import { cifar10Manifest } from '../dataset/files/cifar10-manifest'
import type { RunStore } from '../runs/run-store'
import type { DatasetPlace } from './trainer-protocol'
import type { TrainingSupervisor } from './training-supervisor'

/** A stand-in for the training process: `body` sees `job`, `send(message)`, `emit(event)`, `onControl(kind, act)`. */
export async function fakeTrainer(folder: string, body: string): Promise<string> {
  const file = join(folder, 'trainer.cjs')
  await writeFile(
    file,
    `const send = (message) => process.send(message)
const emit = (event) => send({ type: 'events', events: [{ at: 1, step: 0, ...event }] })
const end = (kind) => process.send(
  { type: 'events', events: [{ type: 'ended', at: 1, step: 9, outcome: { kind } }] }, () => process.exit(0))
const acts = {}
const onControl = (kind, act) => { acts[kind] = act }
process.on('message', (message) => {
  if (message.type === 'control') acts[message.control.kind]?.(message.control)
  else if (message.type === 'job') run(message.job)
  else if (message.type === 'dataset') require('node:fs').writeFileSync(message.dataset.folder + '/announced', String(process.pid))
})
process.on('disconnect', () => process.exit(0))
function run(job) { ${body} }`
  )
  return file
}

export const placeIn = (folder: string): DatasetPlace => ({ folder, manifest: cifar10Manifest })

type PreparedRun = Awaited<ReturnType<Parameters<TrainingSupervisor['start']>[1]>>

export async function prepareRun(store: RunStore, dataset: DatasetPlace): Promise<PreparedRun> {
  const runId = await store.create({ ...lessonConfig, keepCheckpoints: 'latest' })
  return {
    runId,
    job: {
      kind: 'train',
      runFolder: store.folder(runId),
      claim: store.token(runId),
      config: lessonConfig,
      dataset,
      version: '1'
    }
  }
}
