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

let firstRun: Promise<string> | undefined
function trained(): Promise<string> {
  firstRun ??= given.trainToEnd(testConfig)
  return firstRun
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
      file: 'model.json',
      inputShape: [32, 32, 3],
      scores: 10,
      pixels: [-1, 1],
      pixelsFrom: 'nowhere',
      classes: null,
      labels: null,
      leftOut: [],
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

  test('beside the file count as if they were said, unless others are', async () => {
    const { lab } = given.service
    const { classes } = (await lab.getDataset({})).info
    const reversed = [...classes].reverse()
    const labels = reversed.map((name, at) => `${at} ${name}`).join('\n')
    const network = foreign(lessonModel, 6)
    const files = [...network, { name: 'labels.txt', content: Buffer.from(labels).toString('base64') }]
    const { runId } = await lab.loadCheckpoint({ files })
    expect((await state(runId)).classes).toEqual(classes)
    expect(await lab.examineNetwork({ files })).toMatchObject({
      told: { classes: null, labels: reversed },
      remembered: { classes: reversed }
    })
    const moved = await lab.loadCheckpoint({ files: network, answers: { classes: reversed } })
    expect(await weightsOf(runId)).toEqual(await weightsOf(moved.runId))
    const kept = await lab.loadCheckpoint({ files, answers: { classes } })
    expect(kept.known).toBe(false)
    expect(await weightsOf(kept.runId)).not.toEqual(await weightsOf(runId))
  })

  test('may be the official ones of CIFAR-10', async () => {
    const { lab } = given.service
    const files = foreign(lessonModel, 6)
    const { classes } = (await lab.getDataset({})).info
    const official = classes.map((name) => ({ plane: 'airplane', car: 'automobile' })[name] ?? name)
    const { runId } = await lab.evaluateCheckpoint({ files, answers: { classes: official } })
    expect((await state(runId)).classes).toEqual(classes)
  })

  test('of other classes leave the network untested, and the error names them', async () => {
    const { lab } = given.service
    const { classes } = (await lab.getDataset({})).info
    const others = classes.map((name) => (name === 'frog' ? 'toad' : name))
    const asked = { files: foreign(lessonModel, 7), answers: { classes: others } }
    expect((await failureOf(lab.evaluateCheckpoint(asked))).message).toMatch(
      /^The network knows other classes than .* has: “toad” where the data set has “frog”\.$/
    )
    expect((await lab.loadCheckpoint(asked)).known).toBe(false)
  })

  test('of another number are refused with both', async () => {
    const loading = given.service.lab.loadCheckpoint({ files: foreign(), answers: { classes: ['a', 'b'] } })
    expect((await failureOf(loading)).message).toBe('There are 2 names for the 10 classes of the network.')
  })

  test.each(['tfjs', 'keras', 'h5', 'onnx'] as const)(
    'and all the rest are in Tenfold’s own %s file',
    async (format) => {
      const { lab } = given.service
      const { classes } = (await lab.getDataset({})).info
      const runId = await trained()
      const { file } = await lab.exportNetwork({ runId, format })
      const files = [{ name: file.fileName, content: file.content }]
      expect(await lab.examineNetwork({ files })).toMatchObject({
        told: { pixels: [-1, 1], pixelsFrom: 'file', classes, asksChannels: false, misfit: null }
      })
      const loaded = await lab.evaluateCheckpoint({ files })
      expect(loaded.evaluation.loss).toBeCloseTo((await lab.evaluateRun({ runId })).evaluation.loss, 5)
    }
  )

  test.each([
    ['too few', { classes: ['a', 'b'] }],
    ['one twice', { classes: Array.from({ length: 10 }, () => 'a') }],
    ['no text', { classes: Array.from({ length: 10 }, (_, i) => `\u0007${i}`) }]
  ])('that a file of Tenfold’s claims are asked where they cannot be right: %s', async (_, metadata) => {
    const [, ...weights] = foreign(lessonModel, 7)
    const model = { ...encodeLayersModel(lessonModel), userDefinedMetadata: metadata }
    const content = Buffer.from(JSON.stringify(model)).toString('base64')
    const files = [{ name: 'model.json', content }, ...weights]
    expect(await given.service.lab.examineNetwork({ files })).toMatchObject({
      told: { pixelsFrom: 'file', classes: null }
    })
  })

  test('that the file gives itself cannot be given again', async () => {
    const { lab } = given.service
    const runId = await trained()
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
