import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { initialWeights } from '../../core/model/initial-weights'
import { lessonConfig, type RunConfig } from '../../core/settings/run-config'
import { startPosition } from '../../core/training/train-job'
import { untrainedState } from '../../core/model/weights'
import { writeCheckpoint } from '../checkpoint/write-checkpoint'
import { CheckpointFinder } from './checkpoint-finder'
import { runPaths } from './run-folder'
import { RunStore } from './run-store'

let folder = ''
let store: RunStore
let finder: CheckpointFinder
let runId = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-finder-'))
  store = new RunStore(folder, () => undefined)
  finder = new CheckpointFinder(store)
  runId = await store.create(lessonConfig)
  await store.release(runId)
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const place = (step: number): string => runPaths.checkpoint(store.folder(runId), step)

async function keep(step: number, config: RunConfig = lessonConfig): Promise<void> {
  await writeCheckpoint(place(step), {
    config,
    classes: lessonDataset.classes,
    dataset: undefined,
    epoch: 1,
    position: { ...startPosition(0.001), step },
    state: { ...untrainedState(initialWeights(config.model, 1)), step },
    versions: {}
  })
  await store.append(runId, [{ type: 'checkpoint', at: 1, step, epoch: 1 }])
}

async function damage(step: number, name = 'weights.bin'): Promise<void> {
  const path = join(place(step), name)
  const bytes = await readFile(path)
  await writeFile(
    path,
    bytes.map((byte, i) => (i === 1000 ? byte ^ 1 : byte))
  )
}

async function told(): Promise<number[]> {
  const { events } = await store.read(runId)
  return events.flatMap((event) => (event.type === 'checkpointDamaged' ? [event.step] : []))
}

describe('the latest checkpoint', () => {
  test('is the newest one, and the run has nothing to be told', async () => {
    await keep(10)
    await keep(20)
    expect(await finder.result(await store.read(runId))).toBe(20)
    expect(await told()).toEqual([])
  })

  test.each(['weights.bin', 'training.json', 'model.json'])(
    'is the newest whole one where %s is damaged; the damaged stay, and the run is told',
    async (name) => {
      for (const step of [10, 20, 30]) await keep(step)
      await damage(20, name)
      await damage(30, name)
      expect(await finder.result(await store.read(runId))).toBe(10)
      expect(await told()).toEqual([30, 20])
      const { state } = await store.read(runId)
      expect([...state.checkpoints]).toEqual([10])
      expect(state.damagedCheckpoints.map(({ step, folder: kept }) => [step, kept])).toEqual([
        [30, place(30)],
        [20, place(20)]
      ])
      expect(await readdir(join(store.folder(runId), 'checkpoints'))).toEqual(['10', '20', '30'])
    }
  )

  test('is not one of which a file is missing, is a folder, or was cut off', async () => {
    for (const step of [10, 20, 30, 40]) await keep(step)
    await rm(join(place(40), 'training.json'))
    await rm(join(place(30), 'weights.bin'))
    await mkdir(join(place(30), 'weights.bin'))
    await writeFile(join(place(20), 'weights.bin'), '')
    expect(await finder.result(await store.read(runId))).toBe(10)
    expect(await told()).toEqual([40, 30, 20])
  })

  test('is not one that was copied from another step', async () => {
    await keep(10)
    await keep(20)
    await rm(place(20), { recursive: true })
    await rename(place(10), place(20))
    await keep(10)
    expect(await finder.result(await store.read(runId))).toBe(10)
  })

  test('is not one of another run, and the settings that differ are named', async () => {
    await keep(10, { ...lessonConfig, seed: 7 })
    await expect(finder.result(await store.read(runId))).rejects.toThrow(
      'does not have the settings of the run: seed.'
    )
  })

  test('is looked for again when its files changed since', async () => {
    await keep(10)
    await keep(20)
    expect(await finder.result(await store.read(runId))).toBe(20)
    await damage(20)
    expect(await finder.result(await store.read(runId))).toBe(10)
  })

  test('is told once to a run that is asked again and again', async () => {
    await keep(10)
    await keep(20)
    await damage(20)
    for (let i = 0; i < 3; i++) expect(await finder.result(await store.read(runId), 'once')).toBe(10)
    expect(await told()).toEqual([20])
  })
})

describe('where none can be used', () => {
  test('each is damaged: the error names the newest, and nothing changes', async () => {
    await keep(10)
    await keep(20)
    await damage(10)
    await damage(20)
    const before = await store.read(runId)
    const looking = finder.result(before)
    await expect(looking).rejects.toMatchObject({ code: 'checkpoint-invalid' })
    await expect(looking).rejects.toThrow('Each of the 2 checkpoints of run #1 is damaged.')
    expect(await store.read(runId)).toEqual(before)
  })

  test('none was written yet, and all are gone, are told apart', async () => {
    expect(await finder.find(await store.read(runId))).toBeUndefined()
    await expect(finder.result(await store.read(runId))).rejects.toThrow('has no checkpoint yet')
    await keep(10)
    await rm(place(10), { recursive: true })
    await expect(finder.find(await store.read(runId))).rejects.toThrow('are missing')
  })
})

test('the damaged are set aside before a training writes over them', async () => {
  for (const step of [10, 20]) await keep(step)
  await damage(20)
  const found = await finder.find(await store.read(runId))
  expect(found).toMatchObject({ step: 10, damaged: [{ step: 20 }] })
  await finder.setAside(runId, found?.damaged ?? [])
  await keep(20)
  await damage(20)
  await finder.setAside(runId, (await finder.find(await store.read(runId)))?.damaged ?? [])
  expect((await readdir(join(store.folder(runId), 'checkpoints'))).sort()).toEqual([
    '10',
    'damaged-20',
    'damaged-20-2'
  ])
  expect((await store.read(runId)).state.damagedCheckpoints).toMatchObject([
    { step: 20, folder: join(store.folder(runId), 'checkpoints', 'damaged-20-2') }
  ])
})

test('all that can be used are listed, whichever are damaged', async () => {
  for (const step of [10, 20, 30]) await keep(step)
  await damage(20)
  expect(await finder.all(await store.read(runId))).toEqual([10, 30])
  expect(await told()).toEqual([20])
})
