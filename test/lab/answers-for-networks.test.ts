import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accuracy } from '../../src/core/run/evaluation'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import { lessonModel } from '../../src/core/model/lesson-model'
import { initialWeights } from '../../src/core/model/initial-weights'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { MethodInput } from '../../src/lab/contract/contract'
import { encodeLayersModel } from '../../src/lab/checkpoint/encode-layers-model'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { encodeValues } from '../../src/lab/checkpoint/weight-values'
import { failureOf } from './failure-of'
import { testConfig, TestLab } from './test-lab'

type Files = MethodInput<'loadCheckpoint'>['files']

const range = (low: number, high: number): [number, number] => [low, high]

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())

/** As another program saves it: pixels, colours and classes are not in it. */
function foreign(model: ModelSpec = lessonModel, seed = 3): Files {
  const values = initialWeights(model, seed).map((weight) => weight.values)
  const text = JSON.stringify({ ...encodeLayersModel(model), generatedBy: 'TensorFlow.js' })
  return [
    { name: 'model.json', content: Buffer.from(text).toString('base64') },
    { name: 'weights.bin', content: Buffer.from(encodeValues(values, 'weights')).toString('base64') }
  ]
}

async function state(runId: string): Promise<RunState> {
  return foldRun(newRun, (await given.service.lab.getRun({ runId })).events)
}

async function weightsOf(runId: string) {
  return (await readCheckpoint(`${given.runFolder(runId)}/checkpoints/0`)).state.weights
}

test('what a file leaves open is told', async () => {
  const examined = await given.service.lab.examineNetwork({ files: foreign() })
  expect(examined).toEqual({
    kind: 'whole',
    remembered: null,
    told: {
      inputShape: [32, 32, 3],
      scores: 10,
      pixels: [-1, 1],
      pixelsFrom: 'nowhere',
      classes: null,
      asksChannels: true,
      misfit: null
    }
  })
})

test('answers are kept with the run, known again, and remembered', async () => {
  const { lab } = given.service
  const files = foreign()
  const { classes } = (await lab.getDataset({})).info
  const answers = { pixels: range(0, 1), channels: 'bgr' as const, classes }
  const first = await lab.loadCheckpoint({ files, answers })
  const run = await state(first.runId)
  expect([run.config?.model.pixels, run.pixelsFrom, run.classes]).toEqual([[0, 1], 'user', classes])
  expect(await lab.loadCheckpoint({ files, answers })).toEqual({ runId: first.runId, known: true })
  expect((await lab.examineNetwork({ files })).remembered).toEqual(answers)

  for (const change of [{ pixels: range(0, 255) }, { channels: 'rgb' as const }]) {
    const changed = { ...answers, ...change }
    const another = await lab.loadCheckpoint({ files, answers: changed })
    expect(another.known).toBe(false)
    expect((await lab.examineNetwork({ files })).remembered).toEqual(changed)
  }
  expect((await lab.loadCheckpoint({ files, answers })).runId).toBe(first.runId)
})

test('a network that takes blue first takes red first once it is loaded', async () => {
  const { lab } = given.service
  const files = foreign(lessonModel, 4)
  const rgb = await weightsOf((await lab.loadCheckpoint({ files })).runId)
  const bgr = await weightsOf((await lab.loadCheckpoint({ files, answers: { channels: 'bgr' } })).runId)
  expect(bgr.slice(1)).toEqual(rgb.slice(1))
  const [before, after] = [rgb[0]?.values ?? [], bgr[0]?.values ?? []]
  expect([...after.slice(0, 6)]).toEqual([...before.slice(12, 18)])
})

describe('names of the classes', () => {
  test('in another order move the scores, so that the same images are right', async () => {
    const { lab } = given.service
    const files = foreign(lessonModel, 5)
    const { classes } = (await lab.getDataset({})).info
    const plain = await lab.evaluateCheckpoint({ files })
    const reversed = [...classes].reverse()
    const moved = await lab.evaluateCheckpoint({ files, answers: { classes: reversed } })
    expect((await state(moved.runId)).classes).toEqual(classes)
    expect((await lab.examineNetwork({ files })).remembered?.classes).toEqual(reversed)
    const [before, after] = [await weightsOf(plain.runId), await weightsOf(moved.runId)]
    expect([...(after.at(-1)?.values ?? [])]).toEqual([...(before.at(-1)?.values ?? [])].reverse())
    expect(accuracy(moved.evaluation)).toBeLessThanOrEqual(1)
    const again = await lab.evaluateCheckpoint({ files, answers: { classes: reversed } })
    expect([again.runId, again.known]).toEqual([moved.runId, true])
  })

  test('of another number are refused with both', async () => {
    const loading = given.service.lab.loadCheckpoint({ files: foreign(), answers: { classes: ['a', 'b'] } })
    expect((await failureOf(loading)).message).toBe('There are 2 names for the 10 classes of the network.')
  })

  test('that the file gives itself cannot be given again', async () => {
    const { lab } = given.service
    const runId = await given.trainToEnd(testConfig)
    const { file } = await lab.exportNetwork({ runId, format: 'onnx' })
    const files = [{ name: file.fileName, content: file.content }]
    expect(await lab.examineNetwork({ files })).toMatchObject({
      told: { pixelsFrom: 'file', asksChannels: false, misfit: null }
    })
    const classes = Array.from({ length: 10 }, (_, i) => `c${i}`)
    expect((await failureOf(lab.loadCheckpoint({ files, answers: { classes } }))).message).toMatch(
      /^The file names the classes of its network itself: /
    )
  })
})

test('a network for other images is refused with both sizes, and told of what it fits', async () => {
  const { lab } = given.service
  const files = foreign({ ...lessonModel, inputShape: [40, 40, 3] })
  const examined = await lab.examineNetwork({ files })
  if (examined.kind !== 'whole') throw new Error('a network was expected')
  expect(examined.told.misfit?.message).toMatch(
    /^The network takes 40 × 40 × 3 images, but .* has 32 × 32 × 3/
  )
  expect(examined.told.misfit?.datasets).toEqual([])
  expect((await failureOf(lab.loadCheckpoint({ files }))).message).toBe(examined.told.misfit?.message)
})
