// Values of W3C WebGPU, https://www.w3.org/TR/webgpu/. Browsers have them as globals, Node has not.

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
