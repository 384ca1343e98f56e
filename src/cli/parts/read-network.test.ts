import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../core/training/checkpoint'
import { initialWeights } from '../../core/model/initial-weights'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { lessonModel } from '../../core/model/lesson-model'
import { modelPresets } from '../../core/model/presets/model-presets'
import { startPosition } from '../../core/training/train-job'
import { lessonConfig } from '../../core/settings/run-config'
import { untrainedState } from '../../core/model/weights'
import { encodeCheckpointFile } from '../../lab/checkpoint/checkpoint-file'
import { encodeLayersModel } from '../../lab/checkpoint/encode-layers-model'
import { readNetwork } from './read-network'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-network-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, content: string): Promise<string> {
  const place = path.join(folder, name)
  await writeFile(place, content)
  return place
}

async function refusal(nameOrFile: string): Promise<LabError> {
  try {
    await readNetwork(nameOrFile)
  } catch (thrown) {
    return LabError.from(thrown)
  }
  throw new Error('not refused')
}

const model = { ...lessonModel, layers: lessonModel.layers.slice(0, 2).concat(lessonModel.layers.slice(6)) }

describe('readNetwork', () => {
  test.each(modelPresets)('$value is a preset', async (preset) => {
    expect(await readNetwork(preset.value)).toEqual(preset.model)
  })

  test('a file may hold a network alone', async () => {
    const written = await file('network.json', JSON.stringify(model))
    expect(await readNetwork(written)).toEqual(model)
    expect(await readNetwork(` "${written}" `)).toEqual(model)
  })

  test('layers may name their inputs, also those that have no name of their own', async () => {
    const [conv, relu, ...rest] = model.layers
    const add = { type: 'add', inputs: ['conv1', 'relu1'] }
    const layers = [{ ...conv, name: undefined }, { ...relu, name: undefined }, add, ...rest]
    const written = await file('branches.json', JSON.stringify({ ...model, layers }))
    const read = { ...model, layers: [conv, relu, { ...add, name: 'add1' }, ...rest] }
    expect(await readNetwork(written)).toEqual(read)
    const circle = { ...model, layers: [conv, { ...relu, inputs: ['add1'] }, add, ...rest] }
    const refused = await refusal(await file('circle.json', JSON.stringify(circle)))
    expect(refused.message).toBe('The layers form a circle: relu1 → add1 → relu1.')
    const misspelt = { ...model, layers: [conv, relu, { type: 'add', input: ['conv1', 'relu1'] }, ...rest] }
    const { message } = await refusal(await file('misspelt.json', JSON.stringify(misspelt)))
    expect(message).toContain('inputs')
  })

  test('of a layers model the network is read without its weights', async () => {
    const written = await file('model.json', JSON.stringify(encodeLayersModel(model)))
    expect(await readNetwork(written)).toEqual(model)
  })

  test('of a checkpoint the network is taken', async () => {
    const config = { ...lessonConfig, model }
    const checkpoint: Checkpoint = {
      config,
      classes: Array.from({ length: 10 }, (_, i) => `class ${i}`),
      dataset: undefined,
      epoch: 0,
      position: startPosition(0.1),
      state: untrainedState(initialWeights(model, 1)),
      versions: {}
    }
    const written = await file('saved.tenfold.json', encodeCheckpointFile(checkpoint))
    expect(await readNetwork(written)).toEqual(model)
  })

  test('a name that is neither is refused with the names that there are', async () => {
    const { code, message, hint } = await refusal('widest')
    expect(code).toBe('not-found')
    expect(message).toBe('No network and no file is called widest.')
    expect(hint).toContain('lesson, wider, modern')
  })

  test.each([
    ['notes.md', '# Notes', 'cannot be read'],
    ['half.json', '{"inputShape": [32', 'it ends in the middle'],
    ['empty.json', '', 'it is empty'],
    ['other.json', '{"answer": 42}', 'contains no network'],
    ['assignment.json', '{"format": "tenfold-assignment", "config": {}}', 'contains no network'],
    [
      'few.json',
      '{"inputShape": [32, 32, 3], "layers": []}',
      'cannot be used: layers must have at least one entry'
    ],
    ['model-of-words.json', '{"modelTopology": "none"}', 'model-of-words.json'],
    ['graph.json', '{"format": "graph-model", "modelTopology": {}}', 'graph model']
  ])('%s is refused in words', async (name, content, expected) => {
    const { message, hint } = await refusal(await file(name, content))
    expect(message).toContain(expected)
    expect(hint).not.toBe('')
  })

  test('a network whose sizes do not fit is refused with the layer’s name', async () => {
    const wrong = { ...model, layers: model.layers.filter(({ type }) => type !== 'flatten') }
    const { message } = await refusal(await file('wrong.json', JSON.stringify(wrong)))
    expect(message).toContain('fc')
  })

  test('a folder stands for the one network in it', async () => {
    const models = await mkdtemp(path.join(folder, 'models-'))
    expect((await refusal(models)).message).toContain('no network')
    await writeFile(path.join(models, 'model.json'), JSON.stringify(encodeLayersModel(model)))
    expect(await readNetwork(models)).toEqual(model)
    await writeFile(path.join(models, 'other.tenfold.json'), '{}')
    expect((await refusal(models)).message).toContain('it contains 2 networks')
  })

  test('what Keras writes with to_json() is a network, without weights', async () => {
    const { modelTopology: config } = z.object({ modelTopology: z.unknown() }).parse(encodeLayersModel(model))
    expect(await readNetwork(await file('keras.json', JSON.stringify(config)))).toEqual(model)
  })

  test('a network that was written by hand goes without names, in the encoding of Windows’ editors', async () => {
    const layers = [{ type: 'flatten' }, { type: 'dense', units: 10 }]
    const text = `\ufeff${JSON.stringify({ inputShape: [32, 32, 3], layers })}`
    const place = path.join(folder, 'by-hand.json')
    await writeFile(place, Buffer.from(text, 'utf16le'))
    expect((await readNetwork(place)).layers.map(({ name }) => name)).toEqual(['flatten1', 'fc1'])
  })

  test.each([
    [{ type: 'dense', unit: 10 }, 'layer 1 (dense): unit is unknown: you probably mean units'],
    [{ type: 'dense', units: 0 }, 'layer 1 (dense): units must be a whole number from 1 to 8,192'],
    [{ type: 'maxpool2d' }, 'layer 1 (maxpool2d): type must be one of conv2d, '],
    [{ type: 'maxPool2d', poolSize: 2, strides: [2, 2] }, 'poolSize must be two whole numbers from 1 to 64'],
    [{ type: 'dense', units: 8, name: 'a b' }, 'layer 1 (dense): a layer name is a letter followed by']
  ])('%j is refused in plain words', async (layer, words) => {
    const written = JSON.stringify({ inputShape: [32, 32, 3], layers: [layer] })
    expect((await refusal(await file('wrong-layer.json', written))).message).toContain(words)
  })
})
