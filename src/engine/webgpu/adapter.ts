import { driverRemedies } from '../../core/engine/driver-remedies'
import { ownCommand } from '../../core/base/own-command'

/** Why this engine cannot run, and what would help. */
export interface AdapterFailure {
  readonly reason: string
  readonly remedy: string
}

export interface FoundAdapter {
  /** Has to be held for as long as anything made with it: Dawn ends with it. */
  readonly gpu: GPU
  readonly adapter: GPUAdapter
  /** Its name, for people. */
  readonly name: string
}

/** Set to 1, it lets the engine run on a software renderer, which tests do. */
export const allowSoftware = 'TENFOLD_WEBGPU_SOFTWARE'

/** Dawn for Node. It has a native part, is looked for only at run time, and may lie elsewhere. */
const packageName = 'webgpu'
const packageLocation = 'TENFOLD_WEBGPU'

const interfaces: Readonly<Record<string, string>> = { win32: 'Direct3D 12', darwin: 'Metal' }
const graphicsInterface = interfaces[process.platform] ?? 'Vulkan'

/** Looks for a GPU each time: drivers come and go. */
export async function findAdapter(): Promise<FoundAdapter | AdapterFailure> {
  const gpu = await loadGpu()
  if ('reason' in gpu) return gpu
  const remedy =
    driverRemedies[process.platform] ??
    'Choose another engine: WebGPU does not exist for this operating system.'
  let adapter: GPUAdapter | null
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  } catch (thrown) {
    return { reason: `no graphics card answers through ${graphicsInterface}: ${firstLine(thrown)}`, remedy }
  }
  if (adapter === null) {
    return { reason: `no graphics card answers through ${graphicsInterface}.`, remedy }
  }
  const name = describeAdapter(adapter)
  if (adapter.info.isFallbackAdapter && process.env[allowSoftware] !== '1') {
    return {
      reason: `only a software renderer answers through ${graphicsInterface} (${name}); the WebAssembly engine is faster on the processor.`,
      remedy
    }
  }
  return { gpu, adapter, name }
}

async function loadGpu(): Promise<GPU | AdapterFailure> {
  // Dawn hands out memory of its own (napi_create_external_arraybuffer), which Electron's V8 does not take: the
  // process would end. https://github.com/dawn-gpu/node-webgpu/issues/5
  if (process.versions['electron'] !== undefined) {
    return {
      reason: 'the npm package for WebGPU works in Node, but not inside Electron.',
      remedy: `Open the desktop with npm start: it then trains in the Node that runs npm. You can also train from the command line (${ownCommand} train --engine webgpu) or in the browser (${ownCommand} serve).`
    }
  }
  try {
    const loaded: unknown = await import(process.env[packageLocation] ?? packageName)
    if (hasFunction(loaded, 'create')) {
      const gpu: unknown = loaded.create([])
      if (isGpu(gpu)) return gpu
    }
    return {
      reason: `the npm package ${packageName} has an interface that this version of Tenfold does not know.`,
      remedy: 'Install the version that Tenfold’s package.json names: npm ci --include=optional.'
    }
  } catch (thrown) {
    return loadFailure(thrown)
  }
}

function loadFailure(thrown: unknown): AdapterFailure {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND'
  if (missing || message.includes(`Cannot find package`)) {
    return {
      reason: `the npm package ${packageName} is not installed.`,
      remedy: 'Run npm ci --include=optional in the folder of Tenfold. The package takes 130 MB.'
    }
  }
  return {
    reason: `the npm package ${packageName} does not load on ${process.platform} ${process.arch}: ${firstLine(thrown)}`,
    remedy:
      'It supports Windows, macOS and Linux with glibc 2.31 or newer, on x64 and arm64. On other systems, choose another engine.'
  }
}

function describeAdapter({ info }: GPUAdapter): string {
  const name = [info.device, info.description, info.vendor].find((text) => text !== '') ?? 'unnamed adapter'
  return `${name}, ${graphicsInterface}`
}

function firstLine(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return message.split('\n', 1).join()
}

function hasFunction<Name extends string>(
  value: unknown,
  name: Name
): value is Record<Name, (...values: unknown[]) => unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}

function isGpu(value: unknown): value is GPU {
  return hasFunction(value, 'requestAdapter')
}
