import { describe, expect, test } from 'vitest'
import type { Finding } from '../contract/diagnosis'
import type { EngineStatus } from '../contract/engine-status'
import type { TensorflowStatus } from '../contract/tensorflow-status'
import type { TensorflowLibrary } from '../tensorflow/tensorflow-library'
import { diagnose } from './diagnose'
import type { Surroundings } from './surroundings'

const wasm: EngineStatus = {
  available: true,
  engine: 'wasm',
  name: 'WebAssembly',
  description: 'WebAssembly, relaxed SIMD',
  maxThreads: 2,
  preferred: true
}
const packages = '/python/site-packages'
const cudaLibrary: TensorflowLibrary = {
  folder: `${packages}/tensorflow`,
  file: `${packages}/tensorflow/libtensorflow_cc.so.2`,
  version: '2.21.0',
  cuda: '12.5.1',
  fingerprint: 'x'
}
const smi = (driver: string, cuda: string): Record<string, string> => ({
  'nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader': `NVIDIA H100, ${driver}, 81559 MiB\n`,
  'nvidia-smi': `| NVIDIA-SMI ${driver}   Driver Version: ${driver}   CUDA Version: ${cuda} |`
})

interface Machine {
  readonly programs?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly folders?: Readonly<Record<string, readonly string[]>>
  readonly engines?: readonly EngineStatus[]
  readonly tensorflow?: TensorflowStatus
  readonly library?: TensorflowLibrary
}

async function findings(machine: Machine): Promise<Map<string, Finding>> {
  const { programs = {}, files = {}, folders = {} } = machine
  const surroundings: Surroundings = {
    platform: 'linux',
    environment: {},
    ask: (program, args) => Promise.resolve(programs[[program, ...args].join(' ')]),
    read: (file) => Promise.resolve(files[file]),
    list: (folder) => Promise.resolve(folders[folder] ?? [])
  }
  const found = await diagnose({
    engines: machine.engines ?? [wasm],
    tensorflow: machine.tensorflow ?? { state: 'absent' },
    library: machine.library,
    surroundings
  })
  return new Map(found.findings.map((finding) => [finding.id, finding]))
}

const problems = (found: Map<string, Finding>): string[] =>
  [...found.values()].filter(({ state }) => state === 'problem').map(({ id }) => id)

describe('a machine', () => {
  test('with nothing but a processor has no problem', async () => {
    const found = await findings({})
    expect(problems(found)).toEqual([])
    expect(found.get('gpu')).toMatchObject({ state: 'absent' })
    expect(found.get('python')).toMatchObject({ command: 'pip install tensorflow-cpu' })
  })

  test('without a graphics card is told so, and to install nothing for one', async () => {
    const bus = (kind: string): Machine => ({
      folders: { '/sys/bus/pci/devices': ['0000:00:02.0'] },
      files: { '/sys/bus/pci/devices/0000:00:02.0/class': kind }
    })
    const without = await findings(bus('0x020000\n'))
    expect(without.get('gpu')).toMatchObject({ state: 'absent' })
    expect(without.get('gpu')?.detail).toMatch(/has none.*nothing to install/)
    expect(without.get('vulkan')).not.toHaveProperty('remedy')
    // A display controller of a vendor that Tenfold does not know.
    const unknown = await findings(bus('0x030000\n'))
    expect(unknown.get('vulkan')?.remedy).toContain('libvulkan1')
    // What shows no devices at all says nothing about cards.
    expect((await findings({})).get('vulkan')?.remedy).toContain('libvulkan1')
  })

  test('with all that an NVIDIA card needs has none either', async () => {
    const found = await findings({
      programs: smi('580.65.06', '13.0'),
      folders: {
        [packages]: ['nvidia_cuda_runtime_cu12-12.5.82.dist-info', 'nvidia_cudnn_cu12-9.3.0.75.dist-info']
      },
      library: cudaLibrary,
      tensorflow: { state: 'ready', description: 'TensorFlow 2.21.0 on NVIDIA H100', binding: '/b' }
    })
    expect(problems(found)).toEqual([])
    expect(found.get('gpu')?.detail).toBe('NVIDIA H100 with 81559 MiB; driver 580.65.06')
    expect(found.get('cuda')?.detail).toBe('Libraries 12.5.82; the driver runs CUDA up to 13.0')
    expect(found.get('cudnn')?.detail).toBe('9.3.0.75')
  })

  test('takes CUDA of the system’s loader as well', async () => {
    const found = await findings({
      programs: {
        ...smi('550.1', '12.4'),
        'ldconfig -p': '\tlibcudart.so.12 (libc6,x86-64)\n\tlibcudnn.so.9 (libc6,x86-64)\n'
      },
      library: cudaLibrary
    })
    expect(problems(found)).toEqual([])
    expect(found.get('cudnn')?.detail).toBe('9')
  })
})

describe('what the user is told', () => {
  test('an NVIDIA card without a driver', async () => {
    const found = await findings({
      folders: { '/sys/bus/pci/devices': ['0000:01:00.0', '0000:02:00.0'] },
      files: {
        '/sys/bus/pci/devices/0000:01:00.0/class': '0x030200\n',
        '/sys/bus/pci/devices/0000:01:00.0/vendor': '0x10de\n',
        // NVIDIA's sound is no graphics card.
        '/sys/bus/pci/devices/0000:02:00.0/class': '0x040300\n',
        '/sys/bus/pci/devices/0000:02:00.0/vendor': '0x10de\n'
      }
    })
    expect(problems(found)).toEqual(['gpu'])
    expect(found.get('gpu')?.detail).toContain('its driver does not answer')
    expect(found.get('gpu')?.remedy).toContain('Install NVIDIA’s driver')
  })

  test('a driver that is too old for the CUDA of this TensorFlow', async () => {
    const found = await findings({
      programs: { ...smi('470.1', '11.4'), 'ldconfig -p': 'libcudart.so.12 libcudnn.so.9' },
      library: cudaLibrary
    })
    expect(problems(found)).toEqual(['cuda'])
    expect(found.get('cuda')).toMatchObject({
      detail: 'TensorFlow is built for CUDA 12.5.1, but the driver (470.1) runs CUDA only up to 11.4.',
      remedy: 'Update NVIDIA’s driver to one for CUDA 12, or use a TensorFlow for CUDA 11.'
    })
  })

  test('CUDA’s libraries missing', async () => {
    const found = await findings({ programs: smi('580.1', '13.0'), library: cudaLibrary })
    expect(problems(found)).toEqual(['cuda', 'cudnn'])
    expect(found.get('cudnn')?.command).toBe('pip install "tensorflow[and-cuda]"')
  })

  test('a card that TensorFlow leaves unused', async () => {
    const status: EngineStatus = {
      ...wasm,
      engine: 'tensorflow',
      name: 'TensorFlow',
      description:
        'TensorFlow 2.21.0 on the CPU; NVIDIA H100 is not used: this TensorFlow is built without CUDA.'
    }
    const found = await findings({
      programs: smi('580.1', '13.0'),
      engines: [wasm, status],
      library: { ...cudaLibrary, cuda: '' }
    })
    expect(problems(found)).toEqual(['tensorflow-engine'])
  })

  test('a binding that no longer fits, and one that is not there although TensorFlow is', async () => {
    const outdated = await findings({
      tensorflow: { state: 'outdated', reason: 'TensorFlow changed.', binding: '/b' }
    })
    expect(outdated.get('tensorflow')).toMatchObject({ state: 'problem', action: 'renewTensorflow' })
    const absent = await findings({ library: cudaLibrary })
    expect(absent.get('tensorflow')).toMatchObject({ state: 'absent', action: 'installTensorflow' })
  })

  test('no engine that trains', async () => {
    const found = await findings({
      engines: [
        { available: false, engine: 'wasm', name: 'WebAssembly', reason: 'no SIMD.', remedy: 'Update Node.' }
      ]
    })
    expect(problems(found)).toEqual(['wasm-engine'])
  })
})
