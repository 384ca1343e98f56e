// The part of the WebGPU interface that this engine uses. TypeScript declares it only in `lib.dom`, which would let the
// rest of the DOM into a room that has none. Source: W3C WebGPU, https://www.w3.org/TR/webgpu/.

export const bufferUsage = {
  mapRead: 0x1,
  copySource: 0x4,
  copyDestination: 0x8,
  uniform: 0x40,
  storage: 0x80
} as const

/** GPUMapMode.READ */
export const mapModeRead = 0x1
/** GPUShaderStage.COMPUTE */
export const computeStage = 0x4

export interface GpuLimits {
  readonly maxBufferSize: number
  readonly maxStorageBufferBindingSize: number
  readonly maxComputeInvocationsPerWorkgroup: number
  readonly maxComputeWorkgroupsPerDimension: number
}

export interface GpuAdapterInfo {
  readonly vendor: string
  readonly architecture: string
  readonly device: string
  readonly description: string
  /** Whether it is a program on the CPU that plays a GPU. */
  readonly isFallbackAdapter: boolean
}

export interface Gpu {
  requestAdapter(options: { readonly powerPreference: 'high-performance' }): Promise<GpuAdapter | null>
}

export interface GpuAdapter {
  readonly info: GpuAdapterInfo
  readonly limits: GpuLimits
  requestDevice(descriptor: { readonly requiredLimits: Readonly<Record<string, number>> }): Promise<GpuDevice>
}

export interface GpuError {
  readonly message: string
}

export interface GpuBuffer {
  readonly size: number
  mapAsync(mode: number): Promise<void>
  getMappedRange(): ArrayBuffer
  unmap(): void
  destroy(): void
}

declare const brand: unique symbol
interface Opaque<Name extends string> {
  readonly [brand]: Name
}
export type GpuShaderModule = Opaque<'shader module'>
export type GpuComputePipeline = Opaque<'compute pipeline'>
export type GpuBindGroup = Opaque<'bind group'>
export type GpuBindGroupLayout = Opaque<'bind group layout'>
export type GpuPipelineLayout = Opaque<'pipeline layout'>
export type GpuCommandBuffer = Opaque<'command buffer'>

export interface GpuComputePass {
  setPipeline(pipeline: GpuComputePipeline): void
  setBindGroup(index: number, group: GpuBindGroup, dynamicOffsets: readonly number[]): void
  dispatchWorkgroups(x: number, y: number): void
  end(): void
}

export interface GpuCommandEncoder {
  beginComputePass(): GpuComputePass
  copyBufferToBuffer(
    source: GpuBuffer,
    sourceOffset: number,
    destination: GpuBuffer,
    destinationOffset: number,
    size: number
  ): void
  finish(): GpuCommandBuffer
}

export interface GpuDevice {
  readonly limits: GpuLimits
  /** Resolves when the device is gone, by `destroy` or by accident. */
  readonly lost: Promise<{ readonly reason: 'destroyed' | 'unknown'; readonly message: string }>
  readonly queue: {
    /** @param data must not lie in shared memory: Dawn for Node 0.6 crashes on it */
    writeBuffer(buffer: GpuBuffer, offset: number, data: Uint8Array | Uint32Array | Float32Array): void
    submit(commands: readonly GpuCommandBuffer[]): void
  }
  createBuffer(descriptor: {
    readonly label: string
    readonly size: number
    readonly usage: number
  }): GpuBuffer
  createShaderModule(descriptor: { readonly label: string; readonly code: string }): GpuShaderModule
  createBindGroupLayout(descriptor: {
    readonly entries: readonly {
      readonly binding: number
      readonly visibility: number
      readonly buffer: {
        readonly type: 'uniform' | 'storage' | 'read-only-storage'
        readonly hasDynamicOffset?: boolean
      }
    }[]
  }): GpuBindGroupLayout
  createPipelineLayout(descriptor: {
    readonly bindGroupLayouts: readonly GpuBindGroupLayout[]
  }): GpuPipelineLayout
  createBindGroup(descriptor: {
    readonly layout: GpuBindGroupLayout
    readonly entries: readonly {
      readonly binding: number
      readonly resource: { readonly buffer: GpuBuffer; readonly size?: number }
    }[]
  }): GpuBindGroup
  createComputePipelineAsync(descriptor: {
    readonly label: string
    readonly layout: GpuPipelineLayout
    readonly compute: { readonly module: GpuShaderModule; readonly entryPoint: string }
  }): Promise<GpuComputePipeline>
  createCommandEncoder(): GpuCommandEncoder
  pushErrorScope(filter: 'validation' | 'out-of-memory'): void
  popErrorScope(): Promise<GpuError | null>
  addEventListener(type: 'uncapturederror', listener: (event: { readonly error: GpuError }) => void): void
  destroy(): void
}
