import { expect, test } from 'vitest'
import { deviceNames, parseGpus } from './describe-device'

const gpu = { name: 'NVIDIA H100 80GB HBM3', driver: '580.65.06' }
const cpuOnly = { version: '2.21.0', usesGpu: false }

test('names the GPU and its driver', () => {
  expect(deviceNames({ version: '2.21.0', usesGpu: true }, [gpu], '12.5.1', 'Some CPU')).toEqual({
    label: 'TensorFlow · GPU',
    description: 'TensorFlow 2.21.0 on NVIDIA H100 80GB HBM3 (driver 580.65.06)',
    arithmetic: 'TensorFlow 2.21.0, NVIDIA H100 80GB HBM3 (driver 580.65.06)'
  })
})

test('says nothing of GPUs where there is none to expect', () => {
  const names = {
    label: 'TensorFlow · CPU',
    description: 'TensorFlow 2.21.0 on the CPU',
    arithmetic: 'TensorFlow 2.21.0, Some CPU'
  }
  expect(deviceNames(cpuOnly, [], '', 'Some CPU')).toEqual(names)
  expect(deviceNames(cpuOnly, [], undefined, 'Some CPU')).toEqual(names)
})

test.each([
  [
    'a CPU build beside a GPU',
    [gpu],
    '',
    /H100.* is not used: this TensorFlow is built without CUDA.*and-cuda/
  ],
  ['CUDA or cuDNN missing', [gpu], '12.5.1', /H100.* is not used: CUDA 12\.5\.1 or cuDNN was not found/],
  ['no driver', [], '12.5.1', /built for CUDA 12\.5\.1, but no NVIDIA driver answers/]
])('says why the GPU is not used: %s', (_, gpus, builtFor, said) => {
  const { label, description } = deviceNames(cpuOnly, gpus, builtFor, 'Some CPU')
  expect(label).toBe('TensorFlow · CPU')
  expect(description).toMatch(said)
})

test('reads the list of the driver’s tool', () => {
  expect(parseGpus('NVIDIA H100 80GB HBM3, 580.65.06\nNVIDIA A2, 580.65.06\n')).toEqual([
    gpu,
    { name: 'NVIDIA A2', driver: '580.65.06' }
  ])
  expect(parseGpus('No devices were found\n')).toEqual([])
})
