import { execFile } from 'node:child_process'
import { cpus } from 'node:os'
import type { Binding } from './binding/binding'

export interface DeviceNames {
  /** `TensorFlow · GPU` */
  readonly label: string
  /** `TensorFlow 2.21.0 on NVIDIA H100 80GB HBM3 (driver 580.65.06)` */
  readonly description: string
  /** `TensorFlow 2.21.0, NVIDIA H100 80GB HBM3 (driver 580.65.06)`: library, processor and driver decide how it rounds. */
  readonly arithmetic: string
}

export interface NvidiaGpu {
  readonly name: string
  readonly driver: string
}

let asked: Promise<NvidiaGpu[]> | undefined

/** What the binding computes on; when a GPU is there and not used, also why not. */
export async function describeDevice(binding: Binding): Promise<DeviceNames> {
  asked ??= nvidiaGpus()
  return deviceNames(
    { version: binding.TF_Version, usesGpu: binding.isUsingGpuDevice() },
    await asked,
    process.env['TENFOLD_TENSORFLOW_CUDA'],
    cpus()[0]?.model ?? 'unknown processor'
  )
}

/** @param builtFor the CUDA version that TensorFlow was built for, '' for none, undefined where that is not known */
export function deviceNames(
  tensorflow: { readonly version: string; readonly usesGpu: boolean },
  gpus: readonly NvidiaGpu[],
  builtFor: string | undefined,
  processor: string
): DeviceNames {
  const library = `TensorFlow ${tensorflow.version}`
  const [gpu] = gpus
  if (tensorflow.usesGpu) {
    const name = gpu === undefined ? 'a CUDA GPU' : `${gpu.name} (driver ${gpu.driver})`
    return {
      label: 'TensorFlow · GPU',
      description: `${library} on ${name}`,
      arithmetic: `${library}, ${name}`
    }
  }
  const cpu = {
    label: 'TensorFlow · CPU',
    description: `${library} on the CPU`,
    arithmetic: `${library}, ${processor}`
  }
  const why = whyNoGpu(gpu, builtFor)
  return why === undefined ? cpu : { ...cpu, description: `${cpu.description}; ${why}` }
}

/** Why a GPU that could be expected is not used, and what would help. */
function whyNoGpu(gpu: NvidiaGpu | undefined, builtFor: string | undefined): string | undefined {
  if (gpu === undefined) {
    return builtFor === undefined || builtFor === ''
      ? undefined
      : `it is built for CUDA ${builtFor}, but no NVIDIA driver answers. If this computer has an NVIDIA GPU, install the driver`
  }
  if (builtFor === '') {
    return `${gpu.name} is not used: this TensorFlow is built without CUDA. Install one with CUDA (pip install "tensorflow[and-cuda]") and set TensorFlow up again`
  }
  const cuda = builtFor === undefined ? 'CUDA' : `CUDA ${builtFor}`
  return `${gpu.name} is not used: ${cuda} or cuDNN was not found, or the driver (${gpu.driver}) is too old for it. pip install "tensorflow[and-cuda]" installs both libraries`
}

/** NVIDIA's GPUs as the driver's own tool lists them; none where there is no driver. */
function nvidiaGpus(): Promise<NvidiaGpu[]> {
  return new Promise((resolve) => {
    execFile(
      'nvidia-smi',
      ['--query-gpu=name,driver_version', '--format=csv,noheader'],
      { timeout: 5_000, windowsHide: true },
      (error, stdout) => resolve(error === null ? parseGpus(stdout) : [])
    )
  })
}

export function parseGpus(listing: string): NvidiaGpu[] {
  return listing.split('\n').flatMap((line) => {
    const [name = '', driver = ''] = line.split(',').map((part) => part.trim())
    return name === '' || driver === '' ? [] : [{ name, driver }]
  })
}
