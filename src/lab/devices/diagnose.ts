import { ownCommand } from '../../core/base/own-command'
import { cpus, freemem, totalmem } from 'node:os'
import path from 'node:path'
import type { EngineId } from '../../core/base/engine-id'
import type { Diagnosis, Finding } from '../contract/diagnosis'
import type { EngineStatus } from '../contract/engine-status'
import type { TensorflowStatus } from '../contract/tensorflow-status'
import { discoverTensorflow } from '../tensorflow/find-python'
import type { TensorflowLibrary } from '../tensorflow/tensorflow-library'
import { trainerNode } from '../training/trainer-node'
import { type CudaLibraries, findCudaLibraries } from './cuda-libraries'
import { findVulkan } from './find-vulkan'
import { graphicsVendors, hasGraphicsCard } from './graphics-cards'
import { findNvidiaDriver, type NvidiaDriver } from './nvidia-driver'
import { processorModel } from './processor-model'
import { type Surroundings, thisMachine } from './surroundings'

export interface DiagnoseRequest {
  readonly engines: readonly EngineStatus[]
  readonly tensorflow: TensorflowStatus
  /** The TensorFlow that was set up, or else that of the first Python environment that has one. */
  readonly library: TensorflowLibrary | undefined
  readonly surroundings?: Surroundings
}

const installCommand = `${ownCommand} devices install tensorflow`
const cudaCommand = 'pip install "tensorflow[and-cuda]"'

/**
 * Looks at all that decides which engines run here and how fast. Something that is absent is a problem only where
 * something else is there that needs it.
 */
export async function diagnose(request: DiagnoseRequest): Promise<Diagnosis> {
  const { engines, tensorflow, library, surroundings = thisMachine } = request
  const packages = library && path.dirname(library.folder)
  const [driver, vendors, hasCard, cuda, processor, compiler, vulkan] = await Promise.all([
    findNvidiaDriver(surroundings),
    graphicsVendors(surroundings),
    hasGraphicsCard(surroundings),
    findCudaLibraries(surroundings, packages),
    describeProcessor(surroundings),
    findCompiler(surroundings),
    findVulkan(surroundings)
  ])
  return {
    findings: [
      processor,
      describeNode(),
      describeGpu(driver, vendors, hasCard, surroundings.platform),
      ...(surroundings.platform === 'darwin' ? [] : describeCuda(driver, library, cuda)),
      describePython(library),
      describeTensorflow(tensorflow, library),
      ...(tensorflow.state === 'ready' ? [] : [compiler]),
      ...(vulkan === undefined ? [] : [hasCard === false ? withoutRemedy(vulkan) : vulkan]),
      ...engines.flatMap((status) => describeEngine(status, driver))
    ]
  }
}

/** Vulkan is only for graphics cards. */
function withoutRemedy({ id, title, state, detail }: Finding): Finding {
  return { id, title, state, detail }
}

/** @returns undefined when no Python environment has one */
export async function pythonTensorflow(): Promise<TensorflowLibrary | undefined> {
  return discoverTensorflow(process.env).catch(() => undefined)
}

/** Instruction sets that make a difference to these engines. */
const instructionSets = ['avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'amx_bf16', 'asimd', 'sve']

async function describeProcessor({ read, platform }: Surroundings): Promise<Finding> {
  const model = processorModel()
  const info = platform === 'linux' ? await read('/proc/cpuinfo') : undefined
  const flags = new Set(info?.match(/^(?:flags|Features)\s*:\s*(.*)$/m)?.[1]?.split(' '))
  const sets = instructionSets.filter((name) => flags.has(name))
  const gigabytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(bytes < 2 ** 33 ? 1 : 0)
  return {
    id: 'processor',
    title: 'Processor',
    state: 'ok',
    detail: [
      `${cpus().length} threads${model === undefined ? '' : `, ${model}`}`,
      ...(sets.length === 0 ? [] : [sets.join(', ')]),
      `${gigabytes(totalmem())} GB of memory, ${gigabytes(freemem())} GB free`
    ].join('; ')
  }
}

function describeNode(): Finding {
  const { version, isElectron } = trainerNode()
  const finding = { id: 'node', title: 'Training process', state: 'ok' } as const
  if (!isElectron) return { ...finding, detail: `Node ${version}` }
  return {
    ...finding,
    detail: `Electron’s own Node ${version}, in which WebGPU does not work`,
    remedy: 'Start Tenfold with npm start: training then uses the Node that runs npm.',
    command: 'npm start'
  }
}

function describeGpu(
  driver: NvidiaDriver | undefined,
  vendors: readonly string[],
  hasCard: boolean | undefined,
  platform: string
): Finding {
  const finding = { id: 'gpu', title: 'Graphics card' } as const
  if (driver !== undefined) {
    const gpus = driver.gpus.map(({ name, memory }) => (memory === '' ? name : `${name} with ${memory}`))
    return { ...finding, state: 'ok', detail: `${gpus.join('; ')}; driver ${driver.version}` }
  }
  if (vendors.includes('NVIDIA')) {
    return {
      ...finding,
      state: 'problem',
      detail: 'There is an NVIDIA card, but its driver does not answer (nvidia-smi fails).',
      remedy:
        'Install NVIDIA’s driver for this card and restart the computer; nvidia-smi then lists the card.',
      command: 'nvidia-smi'
    }
  }
  if (vendors.length > 0) {
    return {
      ...finding,
      state: 'ok',
      detail: `${vendors.join(' and ')}; WebGPU can use it if Vulkan can`
    }
  }
  return {
    ...finding,
    state: 'absent',
    detail:
      hasCard === false
        ? 'This machine has none. All training runs on the processor; there is nothing to install.'
        : platform === 'linux'
          ? 'None found. All training runs on the processor.'
          : 'No NVIDIA driver answers. See below for what WebGPU finds.'
  }
}

function describeCuda(
  driver: NvidiaDriver | undefined,
  library: TensorflowLibrary | undefined,
  found: CudaLibraries
): Finding[] {
  /** Only TensorFlow uses CUDA here, and only on NVIDIA's cards. */
  const needed = driver !== undefined && library !== undefined && library.cuda !== ''
  const cuda = { id: 'cuda', title: 'CUDA' } as const
  const cudnn = { id: 'cudnn', title: 'cuDNN' } as const
  const supported = driver?.cuda === undefined ? '' : `the driver runs CUDA up to ${driver.cuda}`
  const runtime = found.runtime === undefined ? 'No libraries found' : `Libraries ${found.runtime}`
  const detail = [runtime, supported].filter((part) => part !== '').join('; ')
  const missing = { state: needed ? ('problem' as const) : ('absent' as const) }
  const install = needed
    ? {
        remedy: `TensorFlow ${library.version} needs it. pip installs the right version.`,
        command: cudaCommand
      }
    : {}
  const tooOld = needed && driver.cuda !== undefined && major(driver.cuda) < major(library.cuda)
  return [
    tooOld
      ? {
          ...cuda,
          state: 'problem',
          detail: `TensorFlow is built for CUDA ${library.cuda}, but the driver (${driver.version}) runs CUDA only up to ${driver.cuda}.`,
          remedy: `Update NVIDIA’s driver to one for CUDA ${major(library.cuda)}, or use a TensorFlow for CUDA ${major(driver.cuda)}.`
        }
      : found.runtime === undefined
        ? { ...cuda, ...missing, detail, ...install }
        : { ...cuda, state: 'ok', detail },
    found.cudnn === undefined
      ? { ...cudnn, ...missing, detail: 'Not found', ...install }
      : { ...cudnn, state: 'ok', detail: found.cudnn }
  ]
}

function major(version: string): number {
  return Number(version.split('.')[0])
}

function describePython(library: TensorflowLibrary | undefined): Finding {
  const finding = { id: 'python', title: 'Python TensorFlow' } as const
  if (library === undefined) {
    return {
      ...finding,
      state: 'absent',
      detail: 'The active Python environment has no TensorFlow.',
      remedy:
        'Only the TensorFlow engine needs it. For an NVIDIA card, install tensorflow[and-cuda] instead.',
      command: 'pip install tensorflow-cpu'
    }
  }
  const built = library.cuda === '' ? 'built without CUDA' : `built for CUDA ${library.cuda}`
  return { ...finding, state: 'ok', detail: `${library.version}, ${built}, in ${library.folder}` }
}

function describeTensorflow(status: TensorflowStatus, library: TensorflowLibrary | undefined): Finding {
  const finding = { id: 'tensorflow', title: 'TensorFlow here' } as const
  switch (status.state) {
    case 'absent':
      return {
        ...finding,
        state: 'absent',
        detail:
          library === undefined
            ? 'Not set up.'
            : `Not set up, but TensorFlow ${library.version} is available for it.`,
        ...(library === undefined
          ? {}
          : {
              remedy: 'This builds a binding for it, in about half a minute.',
              command: installCommand,
              action: 'installTensorflow' as const
            })
      }
    case 'installing':
      return { ...finding, state: 'absent', detail: `Being set up: ${status.stage}.` }
    case 'ready':
      return { ...finding, state: 'ok', detail: status.description }
    case 'outdated':
      return {
        ...finding,
        state: 'problem',
        detail: status.reason,
        remedy: 'Build the binding again.',
        command: installCommand,
        action: 'renewTensorflow'
      }
    case 'failed':
      return {
        ...finding,
        state: 'problem',
        detail: status.error.message,
        remedy: status.error.hint
      }
  }
}

async function findCompiler({ ask, environment }: Surroundings): Promise<Finding> {
  const finding = { id: 'compiler', title: 'C++ compiler' } as const
  const names = environment['CXX'] === undefined ? ['c++', 'g++', 'clang++'] : [environment['CXX']]
  for (const name of names) {
    const version = (await ask(name, ['--version']))?.split('\n', 1)[0]
    if (version !== undefined) return { ...finding, state: 'ok', detail: version }
  }
  return {
    ...finding,
    state: 'absent',
    detail: 'None found. Only building TensorFlow’s binding needs one.',
    remedy: 'Debian, Ubuntu: install the package g++. Fedora: gcc-c++. macOS: xcode-select --install.'
  }
}

const findingIds = {
  wasm: 'wasm-engine',
  webgpu: 'webgpu-engine',
  tensorflow: 'tensorflow-engine',
  reference: undefined
} as const satisfies Record<EngineId, Finding['id'] | undefined>

function describeEngine(status: EngineStatus, driver: NvidiaDriver | undefined): Finding[] {
  const id = findingIds[status.engine]
  if (id === undefined) return []
  const finding = { id, title: `Engine ${status.name}` }
  if (!status.available) {
    // Every application needs the first; the others only what they are made for.
    const state = status.engine === 'wasm' ? 'problem' : 'absent'
    return [{ ...finding, state, detail: status.reason, remedy: status.remedy }]
  }
  const unusedGpu =
    status.engine === 'tensorflow' && driver !== undefined && status.description.includes(' is not used: ')
  return [{ ...finding, state: unusedGpu ? 'problem' : 'ok', detail: status.description }]
}
