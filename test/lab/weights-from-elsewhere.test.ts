import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import type { MethodInput } from '../../src/lab/contract/contract'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { failureOf } from './failure-of'
import { testConfig, TestLab } from './test-lab'

type Format = MethodInput<'exportNetwork'>['format']
type Files = MethodInput<'loadCheckpoint'>['files']

let given: TestLab
let runId: string
beforeAll(async () => {
  given = await TestLab.make()
  runId = await given.trainToEnd(testConfig)
})
afterAll(() => given.remove())

async function exported(format: Format): Promise<Files> {
  const { file } = await given.service.lab.exportNetwork({ runId, format })
  return [{ name: file.fileName, content: file.content }]
}

async function weightsOf(id: string) {
  const { step } = (await given.service.lab.getRun({ runId: id })).summary
  return (await readCheckpoint(`${given.runFolder(id)}/checkpoints/${step}`)).state.weights
}

describe('what was exported comes back', () => {
  test.each(['onnx', 'safetensors', 'pytorch', 'pytorch-training'] as const)(
    'as %s, to the bit, and is evaluated alike',
    async (format) => {
      const { lab } = given.service
      const loaded = await lab.evaluateCheckpoint({
        files: await exported(format),
        fit: format === 'onnx' ? undefined : { network: 'lesson' }
      })
      const [before, after] = [await weightsOf(runId), await weightsOf(loaded.runId)]
      expect(after.map(({ values }) => values)).toEqual(before.map(({ values }) => values))
      const { evaluation } = await lab.evaluateRun({ runId })
      expect(loaded.evaluation.cells).toEqual(evaluation.cells)
    }
  )
})

describe('weights alone', () => {
  test('are offered the networks that they fit, and are fitted as the user says', async () => {
    const { lab } = given.service
    const files = await exported('pytorch')
    const examined = await lab.examineNetwork({ files })
    if (examined.kind !== 'weights') throw new Error('a .pth file holds weights alone')
    expect(examined.tensors).toHaveLength(10)
    const [first, ...others] = examined.networks
    expect([first?.id, first?.complete]).toEqual(['lesson', true])
    expect(others.map(({ complete }) => complete)).not.toContain(true)
    expect(first?.parameters.map(({ name, tensor, by }) => [name, tensor, by]).slice(0, 2)).toEqual([
      ['conv1.weight', 0, 'name'],
      ['conv1.bias', 1, 'name']
    ])

    const plain = await lab.loadCheckpoint({ files })
    const tensors = required(first, 'a network').parameters.map(({ tensor }) => tensor ?? -1)
    const again = await lab.loadCheckpoint({ files, fit: { network: 'lesson', tensors } })
    expect(await weightsOf(again.runId)).toEqual(await weightsOf(plain.runId))
    expect(await lab.loadCheckpoint({ files })).toEqual({ runId: plain.runId, known: true })
  })

  test('go into the network of a run that is named, also where a preset has the same', async () => {
    const { lab } = given.service
    const files = await exported('pytorch')
    const inRun = await lab.loadCheckpoint({ files, fit: { network: runId } })
    const inPreset = await lab.loadCheckpoint({ files, fit: { network: 'lesson' } })
    expect(await weightsOf(inRun.runId)).toEqual(await weightsOf(inPreset.runId))
  })

  test('still fit one network when it was loaded with other pixels', async () => {
    const { lab } = given.service
    const files = await exported('pytorch')
    const before = await lab.loadCheckpoint({ files })
    const other = await lab.loadCheckpoint({ files, answers: { pixels: [0, 1], channels: 'bgr' } })
    expect(other.runId).not.toBe(before.runId)
    expect(await lab.loadCheckpoint({ files })).toEqual({ runId: before.runId, known: true })
    const examined = await lab.examineNetwork({ files })
    if (examined.kind !== 'weights') throw new Error('a .pth file holds weights alone')
    expect(examined.networks.filter(({ complete }) => complete).map(({ id }) => id)).toEqual(['lesson'])
  })

  test('are refused where a tensor has another shape, or the network is not there', async () => {
    const { lab } = given.service
    const files = await exported('safetensors')
    const wrong = Array.from({ length: 10 }, () => 0)
    expect(
      await failureOf(lab.loadCheckpoint({ files, fit: { network: 'lesson', tensors: wrong } }))
    ).toMatchObject({
      code: 'checkpoint-invalid',
      message: 'conv1.weight in small-cifar.safetensors has shape [6, 3, 5, 5], but conv1.bias needs [6].'
    })
    expect(await failureOf(lab.loadCheckpoint({ files, fit: { network: 'run-99' } }))).toMatchObject({
      code: 'not-found'
    })
    const fitting = lab.loadCheckpoint({ files, fit: { network: 'modern' } })
    expect((await failureOf(fitting)).message).toContain('has no tensor of shape [16, 3, 3, 3]')
  })

  test('are refused where they fit no network', async () => {
    const path = new URL('../exchange/files/state-dict-torch-2.15.pth', import.meta.url)
    const files = [{ name: 'other.pth', content: (await readFile(path)).toString('base64') }]
    const failure = await failureOf(given.service.lab.loadCheckpoint({ files }))
    expect(failure.message).toMatch(
      /^other\.pth holds weights and no network, and they fit none of the \d+ networks here/
    )
  })
})
