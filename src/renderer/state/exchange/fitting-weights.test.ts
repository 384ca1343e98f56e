import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import type { WeightsFit } from '../../../lab/contract/weights-fit'
import { FittingWeights, type WeightsFile } from './fitting-weights.svelte'
import { mayBeWeights } from './may-be-weights'

const files = [{ name: 'net.pth', content: '' }]
const row = (name: string, tensor: number | null, shape = [2]) =>
  ({ name, shape, tensor, by: tensor === null ? null : 'order' }) as const
const examined: WeightsFile = {
  kind: 'weights',
  tensors: [
    { name: 'a', shape: [2] },
    { name: 'b', shape: [2] },
    { name: 'c', shape: [3] }
  ],
  networks: [
    { id: 'lesson', name: 'Lesson', complete: true, parameters: [row('x', 0), row('y', 1)] },
    { id: 'wider', name: 'Wider', complete: false, parameters: [row('x', 0), row('z', null, [3])] }
  ]
}

function dialog(load: () => Promise<void> = () => Promise.resolve()) {
  const loaded: WeightsFit[] = []
  const fitting = new FittingWeights(async (_, fit) => {
    await load()
    loaded.push(fit)
  })
  fitting.show(files, examined)
  return { fitting, loaded }
}

test('begins with the likeliest network and the tensors that were found for it', async () => {
  const { fitting, loaded } = dialog()
  expect(fitting.network?.id).toBe('lesson')
  expect([fitting.tensors, fitting.missing]).toEqual([[0, 1], []])
  await fitting.accept()
  expect(loaded).toEqual([{ network: 'lesson', tensors: [0, 1] }])
  expect(fitting.examined).toBeUndefined()
})

test('a parameter takes any tensor of its shape; what takes one twice is told', () => {
  const { fitting } = dialog()
  const [first] = fitting.network?.parameters ?? []
  expect(first && fitting.choicesOf(first)).toEqual([0, 1])
  fitting.assign(0, 1)
  expect([fitting.tensors, fitting.doubled]).toEqual([[1, 1], ['b']])
})

test('is not loaded before each parameter has a tensor', async () => {
  const { fitting, loaded } = dialog()
  fitting.choose('wider')
  expect(fitting.missing).toEqual(['z'])
  await fitting.accept()
  expect(loaded).toEqual([])
  fitting.assign(1, 2)
  await fitting.accept()
  expect(loaded).toEqual([{ network: 'wider', tensors: [0, 2] }])
})

test('says what the lab refuses, and stays open', async () => {
  const refusal = new LabError('invalid-input', 'No.', 'Choose another.')
  const { fitting } = dialog(() => Promise.reject(refusal))
  await fitting.accept()
  expect([fitting.problem?.message, fitting.busy]).toEqual(['No.', false])
  expect(fitting.examined).toBeDefined()
})

test.each([
  [['net.pth'], true],
  [['net.PT'], true],
  [['net.safetensors'], true],
  [['net.onnx'], false],
  [['model.json', 'net.pth'], false]
])('%s may be weights alone: %s', (names, expected) => {
  expect(mayBeWeights(names.map((name) => ({ name })))).toBe(expected)
})
