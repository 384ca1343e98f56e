import type { ImageSet } from '../../core/data/image-set'
import type { FoundAdapter } from './adapter'
import { dataTooLarge, deviceLost, noDevice, outOfMemory, refused } from './failure'
import { bufferUsage, computeStage, mapModeRead } from './gpu-flags'
import { emitPhase, entryPoint } from './kernels/emit-phase'
import type { Job } from './kernels/job'
import { stepStride } from './kernels/preamble'
import { schedule } from './kernels/schedule'
import type { WebgpuPlan } from './plan/plan'
import { wordBytes, writeBytes } from './write-bytes'

export interface DeviceOptions {
  /** WGSL of this network that all phases share: how it reads pixels, the optimizer's step. */
  readonly shared: string
  /** Kept on the device. */
  readonly data: ImageSet | undefined
  /** Memory that another batch size would need, to suggest one that fits. */
  readonly floatsWith: (batchSize: number) => number
}

export interface CompiledPhase {
  readonly pipeline: GPUComputePipeline
  readonly workgroups: readonly [number, number]
}

export interface Run {
  /** Where rows lie: in the data set on the device, or in what was uploaded last. */
  readonly source: 'data' | 'upload'
  /** u32[images, 2]: row and label of each image. */
  readonly rows: Uint32Array
  /** Constants of each batch, `stepStride` bytes apart. */
  readonly steps: Uint32Array
  readonly phases: readonly CompiledPhase[]
  readonly batches: number
  /** Floats to give back. */
  readonly read: { readonly buffer: 'losses' | 'memory'; readonly offset: number; readonly count: number }
}

const { storage, uniform, copySource, copyDestination, mapRead } = bufferUsage
/** Grown buffers double, so that they are seldom made again. */
const leastBytes = 4096

/** A graphics card with a network's memory on it: makes buffers and pipelines, and runs recorded steps. */
export class Device {
  /** Held, because Dawn ends with it. */
  readonly #found: FoundAdapter
  readonly #device: GPUDevice
  readonly #shared: string
  readonly #layout: GPUBindGroupLayout
  readonly #memory: GPUBuffer
  readonly #data: GPUBuffer | undefined
  readonly #compiled = new Map<string, Promise<CompiledPhase[]>>()
  #upload: GPUBuffer
  #rows: GPUBuffer
  #steps: GPUBuffer
  #losses: GPUBuffer
  #staging: GPUBuffer
  #groups: { readonly data: GPUBindGroup | undefined; readonly upload: GPUBindGroup } | undefined
  /** What went wrong on the device outside a call. */
  #fault: Error | undefined
  #disposed = false

  /** @throws LabError 'engine-unavailable' when memory is short */
  static async open(found: FoundAdapter, plan: WebgpuPlan, options: DeviceOptions): Promise<Device> {
    const { adapter, name } = found
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits
    const largest = Math.min(maxBufferSize, maxStorageBufferBindingSize)
    const bytes = plan.floats * 4
    if (bytes > largest) throw outOfMemory(name, plan.batchSize, bytes, fittingBatch(plan, options, largest))
    const kept = options.data && { images: options.data.images, bytes: wordBytes(options.data.images.length) }
    if (kept !== undefined && kept.bytes > largest) throw dataTooLarge(name, kept.bytes)
    const device = await adapter
      .requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } })
      .catch((thrown: unknown) => {
        throw noDevice(name, thrown)
      })
    const allocate = async (label: string, size: number): Promise<GPUBuffer | undefined> => {
      device.pushErrorScope('out-of-memory')
      const buffer = device.createBuffer({ label, size, usage: storage | copySource | copyDestination })
      return (await device.popErrorScope()) === null ? buffer : undefined
    }
    const memory = await allocate('memory', bytes)
    if (memory === undefined) {
      device.destroy()
      throw outOfMemory(name, plan.batchSize, bytes, Math.floor(plan.batchSize / 2))
    }
    const data = kept && (await allocate('data', kept.bytes))
    if (kept !== undefined) {
      if (data === undefined) {
        device.destroy()
        throw dataTooLarge(name, kept.bytes)
      }
      writeBytes(device, data, kept.images)
    }
    return new Device(found, device, options.shared, memory, data)
  }

  private constructor(
    found: FoundAdapter,
    device: GPUDevice,
    shared: string,
    memory: GPUBuffer,
    data: GPUBuffer | undefined
  ) {
    this.#found = found
    this.#device = device
    this.#shared = shared
    this.#memory = memory
    this.#data = data
    const storageBuffer = (binding: number, type: 'storage' | 'read-only-storage') => ({
      binding,
      visibility: computeStage,
      buffer: { type }
    })
    this.#layout = device.createBindGroupLayout({
      entries: [
        { binding: 0, visibility: computeStage, buffer: { type: 'uniform', hasDynamicOffset: true } },
        storageBuffer(1, 'read-only-storage'),
        storageBuffer(2, 'read-only-storage'),
        storageBuffer(3, 'storage'),
        storageBuffer(4, 'storage')
      ]
    })
    this.#upload = this.#buffer('upload', leastBytes, storage | copyDestination)
    this.#rows = this.#buffer('rows', leastBytes, storage | copyDestination)
    this.#steps = this.#buffer('steps', leastBytes, uniform | copyDestination)
    this.#losses = this.#buffer('losses', leastBytes, storage | copySource)
    this.#staging = this.#buffer('staging', leastBytes, mapRead | copyDestination)
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#fault ??= refused(found.name, error.message)
    })
    void device.lost.then(({ message }) => {
      if (!this.#disposed) this.#fault = deviceLost(found.name, message)
    })
  }

  /** The dispatches of some jobs; compiled when first asked for. */
  phases(key: string, jobs: () => readonly Job[]): Promise<CompiledPhase[]> {
    const known = this.#compiled.get(key)
    if (known !== undefined) return known
    const compiled = this.#compile(jobs())
    this.#compiled.set(key, compiled)
    return compiled
  }

  /** Brings images to the device, in place of those that were brought last. */
  upload(images: Uint8Array): void {
    if (images.length > this.#upload.size) {
      this.#upload = this.#regrow(this.#upload, 'upload', images.length, storage | copyDestination)
    }
    writeBytes(this.#device, this.#upload, images)
  }

  /** @param offset in floats */
  writeMemory(values: Float32Array, offset = 0): void {
    this.#device.queue.writeBuffer(this.#memory, offset * 4, values)
  }

  readMemory(offset: number, count: number): Promise<Float32Array> {
    const encoder = this.#device.createCommandEncoder()
    this.#makeRoom(count)
    encoder.copyBufferToBuffer(this.#memory, offset * 4, this.#staging, 0, count * 4)
    this.#device.queue.submit([encoder.finish()])
    return this.#map(count)
  }

  /**
   * Records all batches into one submission and waits for it.
   * @throws LabError 'engine-unavailable' when the device is lost
   */
  run({ source, rows, steps, phases, batches, read }: Run): Promise<Float32Array> {
    const device = this.#device
    if (rows.byteLength > this.#rows.size) {
      this.#rows = this.#regrow(this.#rows, 'rows', rows.byteLength, storage | copyDestination)
    }
    if (steps.byteLength > this.#steps.size) {
      this.#steps = this.#regrow(this.#steps, 'steps', steps.byteLength, uniform | copyDestination)
    }
    if (batches * 4 > this.#losses.size) {
      this.#losses = this.#regrow(this.#losses, 'losses', batches * 4, storage | copySource)
    }
    this.#makeRoom(read.count)
    device.queue.writeBuffer(this.#rows, 0, rows)
    device.queue.writeBuffer(this.#steps, 0, steps)
    const group = this.#group(source)
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    for (let batch = 0; batch < batches; batch++) {
      pass.setBindGroup(0, group, [batch * stepStride])
      for (const { pipeline, workgroups } of phases) {
        pass.setPipeline(pipeline)
        pass.dispatchWorkgroups(workgroups[0], workgroups[1])
      }
    }
    pass.end()
    const from = read.buffer === 'losses' ? this.#losses : this.#memory
    encoder.copyBufferToBuffer(from, read.offset * 4, this.#staging, 0, read.count * 4)
    device.queue.submit([encoder.finish()])
    return this.#map(read.count)
  }

  dispose(): void {
    this.#disposed = true
    this.#device.destroy()
  }

  async #compile(jobs: readonly Job[]): Promise<CompiledPhase[]> {
    const device = this.#device
    const layout = device.createPipelineLayout({ bindGroupLayouts: [this.#layout] })
    const modules = schedule(jobs).map((phase) =>
      emitPhase(phase, this.#shared, device.limits.maxComputeWorkgroupsPerDimension)
    )
    try {
      return await Promise.all(
        modules.map(async ({ label, code, workgroups }) => {
          const module = device.createShaderModule({ label, code })
          const pipeline = await device.createComputePipelineAsync({
            label,
            layout,
            compute: { module, entryPoint }
          })
          return { pipeline, workgroups }
        })
      )
    } catch (thrown) {
      throw (
        this.#fault ?? refused(this.#found.name, thrown instanceof Error ? thrown.message : String(thrown))
      )
    }
  }

  async #map(count: number): Promise<Float32Array> {
    try {
      await this.#staging.mapAsync(mapModeRead)
    } catch (thrown) {
      throw (
        this.#fault ?? deviceLost(this.#found.name, thrown instanceof Error ? thrown.message : String(thrown))
      )
    }
    const values = new Float32Array(this.#staging.getMappedRange().slice(0, count * 4))
    this.#staging.unmap()
    if (this.#fault !== undefined) throw this.#fault
    return values
  }

  #group(source: 'data' | 'upload'): GPUBindGroup {
    this.#groups ??= {
      data: this.#data && this.#bind(this.#data),
      upload: this.#bind(this.#upload)
    }
    return (source === 'data' ? this.#groups.data : undefined) ?? this.#groups.upload
  }

  #bind(images: GPUBuffer): GPUBindGroup {
    return this.#device.createBindGroup({
      layout: this.#layout,
      entries: [
        { binding: 0, resource: { buffer: this.#steps, size: stepStride } },
        { binding: 1, resource: { buffer: images } },
        { binding: 2, resource: { buffer: this.#rows } },
        { binding: 3, resource: { buffer: this.#memory } },
        { binding: 4, resource: { buffer: this.#losses } }
      ]
    })
  }

  #makeRoom(floats: number): void {
    if (floats * 4 <= this.#staging.size) return
    this.#staging = this.#regrow(this.#staging, 'staging', floats * 4, mapRead | copyDestination)
  }

  #regrow(old: GPUBuffer, label: string, bytes: number, usage: number): GPUBuffer {
    old.destroy()
    this.#groups = undefined
    return this.#buffer(label, Math.max(wordBytes(bytes), old.size * 2), usage)
  }

  #buffer(label: string, size: number, usage: number): GPUBuffer {
    return this.#device.createBuffer({ label, size, usage })
  }
}

/** The largest power of two that fits, or 0. */
function fittingBatch({ batchSize }: WebgpuPlan, { floatsWith }: DeviceOptions, bytes: number): number {
  for (let batch = 2 ** Math.floor(Math.log2(batchSize)); batch >= 1; batch /= 2) {
    if (floatsWith(batch) * 4 <= bytes) return batch
  }
  return 0
}
