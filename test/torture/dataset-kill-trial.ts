import { fork } from 'node:child_process'
import { watch } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { required } from '../../src/core/base/required'
import type { Random } from '../../src/core/maths/random'
import { inheritedEnv } from '../e2e/inherited-env'
import { processesWith } from '../e2e/processes'
import { type DatasetOrder, type DatasetWork } from './dataset-order'
import { makeDatasetScene, type DatasetScene } from './dataset-scene'
import { judgeDatasets } from './judge-datasets'
import { judged, type Trial, type Verdict } from './trial'
import type { Workplace } from './workplace'

const turns = [
  'edit',
  'import',
  'edit',
  'upload',
  'edit',
  'make',
  'edit',
  'delete',
  'export',
  'import a file'
] as const
/** That a decoding process may take to end, in milliseconds. */
const longestMs = 60_000
const seeds = [1, 2, 3, 4, 5, 6]

/** kill -9 of a lab's process while it imports, edits, takes in, deletes or exports data sets, at any moment. */
export const datasetKillTrial: Trial = {
  name: 'data sets',
  aim: 'a data set whose lab was killed is as it was before the step under way or as it is after it, the others are as they were, the next lab removes what is left over, and the next step works',
  full: 500,
  quick: 20,
  atOnce: 2,
  async prepare(workplace) {
    const scene = await makeDatasetScene(workplace, seeds)
    return {
      attempt: (random, index) => killLab(workplace, scene, random, turns[index % turns.length] ?? 'edit')
    }
  }
}

async function killLab(
  workplace: Workplace,
  scene: DatasetScene,
  random: Random,
  kind: DatasetWork['kind']
): Promise<Verdict> {
  const dataFolder = await scene.copy()
  const outside = await workplace.makeFolder()
  const work = workOf(kind, scene, random, path.join(outside, 'exported'))
  const { done, failure, over } = await workUntilKilled(
    workplace,
    scene,
    { dataFolder, decoder: scene.decoder, work },
    random
  )
  const wrong = failure === undefined ? await judgeDatasets({ scene, dataFolder, work, done }) : [failure]
  return judged(
    wrong.map((what) => `${kind}, killed after step ${done}: ${what}`),
    over ? 'ended before it was killed' : `kills of ${kind}`
  )
}

function workOf(kind: DatasetWork['kind'], scene: DatasetScene, random: Random, target: string): DatasetWork {
  const { photographs, archive } = scene
  const cats = path.join(photographs, 'cat')
  switch (kind) {
    case 'edit': {
      const seed = required(seeds[random.nextBelow(seeds.length)], 'a seed')
      return { kind, dataset: 'edited', seed, photographs: cats }
    }
    case 'import':
      return { kind, path: photographs }
    case 'make':
      return { kind, dataset: 'kept' }
    case 'upload':
      return { kind, path: cats, key: '0123456789abcdef' }
    case 'delete':
      return { kind, dataset: 'edited' }
    case 'export':
      return random.nextBelow(2) === 0
        ? { kind, dataset: 'edited', as: 'file', path: target }
        : { kind, dataset: 'kept', as: 'folder', path: target }
    case 'import a file':
      return { kind, path: archive }
  }
}

interface Killed {
  /** Steps that were told as done. */
  readonly done: number
  readonly over: boolean
  readonly failure?: string
}

/** Kills it after a random part of the time that it takes, or as often just after it has written something. */
async function workUntilKilled(
  { datasetWorker, manifestFile }: Workplace,
  { durationMs }: DatasetScene,
  order: DatasetOrder,
  random: Random
): Promise<Killed> {
  const child = fork(datasetWorker, [], {
    env: { ...inheritedEnv(), TENFOLD_DATASET_MANIFEST: manifestFile, TENFOLD_DATA: order.dataFolder },
    stdio: 'ignore'
  })
  const exited = once(child, 'exit')
  let done = 0
  let over = false
  let failure: string | undefined
  const ended = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'step') done += 1
      if (message === 'over') over = true
      if (typeof message === 'string' && message.startsWith('failed')) failure = message
      if (over || failure !== undefined) resolve()
    })
    child.once('exit', () => resolve())
  })
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve()
    })
  })
  child.send(order)
  await Promise.race([ready, ended])
  // Most of them before the end, which comes sooner on an idle machine.
  const within = 0.7 * required(durationMs.get(order.work.kind), 'a duration')
  const moment = random.nextBelow(Math.max(1, Math.round(within)))
  const writing = random.nextBelow(2) === 0
  const after = random.nextBelow(4)
  await Promise.race([sleep(moment), ended])
  if (writing) {
    await Promise.race([nextChange(order.dataFolder, ended), ended])
    await sleep(after)
  }
  child.kill('SIGKILL')
  await exited
  await decodersEnded(order.dataFolder)
  return { done, over, ...(failure === undefined ? {} : { failure }) }
}

/** Until something below a folder changes. */
function nextChange(folder: string, ended: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, { recursive: true }, () => resolve())
    watcher.on('error', () => resolve())
    void ended.then(() => watcher.close())
  })
}

/** They notice that their lab is gone, some while they are starting; who stays is found later. */
async function decodersEnded(dataFolder: string): Promise<void> {
  const began = Date.now()
  while (Date.now() - began < longestMs && processesWith(`TENFOLD_DATA=${dataFolder}`).length > 0)
    await sleep(50)
}
