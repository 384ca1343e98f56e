import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lessonConfig } from '../../src/core/settings/run-config'
import { buildTrainer } from '../lab/build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from '../lab/open-test-lab'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { fakePackage, packageThat, usePackage } from './fake-package'
import { prepareSoftwareRenderer } from './software-renderer'

const missing = await prepareSoftwareRenderer()
/** Lost in the middle of a training, some checkpoints after its start. */
const losing = packageThat(`(device) => {
  const submit = device.queue.submit.bind(device.queue)
  let submissions = 0
  device.queue.submit = (commands) => {
    submit(commands)
    if (++submissions === 12) device.destroy()
  }
}`)

let root = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-lost-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

test.skipIf(missing !== undefined)(
  `a run whose graphics card is lost says so, keeps its checkpoint, and goes on with another engine${missing === undefined ? '' : ` (${missing})`}`,
  async () => {
    fakePackage(losing)
    const { trainerFile } = await buildTrainer(path.join(root, 'trainer'))
    const dataFolder = path.join(root, 'data')
    await installSmallCifar(dataFolder, await makeSmallCifar(root))
    const service = await openTestLab(dataFolder, trainerFile)
    const config = { ...lessonConfig, engine: 'webgpu' as const, batchSize: 8, epochs: 1, checkpointEvery: 2 }
    const ended = nextEvent(service, isEnd)
    const { runId } = await service.lab.startRun({ config })
    const end = await ended
    expect(end).toMatchObject({ outcome: { kind: 'failed', error: { code: 'engine-unavailable' } } })
    const error = end.type === 'ended' && end.outcome.kind === 'failed' ? end.outcome.error : undefined
    expect(error?.message).toMatch(/^The graphics card was lost during computation \(/)
    expect(error?.hint).toMatch(/^The last checkpoint is kept\. .*another engine under Devices/)
    const { events } = await service.lab.getRun({ runId })
    const kept = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : [])).at(-1)
    expect(kept).toBeGreaterThan(0)

    const resumed = nextEvent(service, ({ type }) => type === 'resumed')
    const finished = nextEvent(service, isEnd)
    await service.lab.resumeRun({ runId, engine: 'wasm' })
    expect(await resumed).toMatchObject({ step: kept, device: { engine: 'wasm' } })
    expect(await finished).toMatchObject({ outcome: { kind: 'finished' } })

    // Its network can be tested without the card, too.
    usePackage('/nowhere/webgpu.mjs')
    const { evaluation } = await service.lab.evaluateRun({ runId })
    expect(evaluation.classes).toHaveLength(10)
    await service.close()
  },
  // A renderer in software, in a process beside other tests.
  300_000
)
