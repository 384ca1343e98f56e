import type { Availability, CompileRequest, Engine, Program } from '../../core/engine/engine'
import { LabError } from '../../core/base/lab-error'
import { kindOf } from '../../core/layers/layer-kinds'
import { findAdapter } from './adapter'
import { maxKeys } from './kernels/preamble'
import { WebgpuProgram } from './program'

/** Kernels of its own on any vendor's graphics card, through Dawn for Node (npm `webgpu`). */
export const webgpuEngine: Engine = {
  id: 'webgpu',

  async probe(): Promise<Availability> {
    const found = await findAdapter()
    if ('reason' in found) return { available: false, ...found }
    return { available: true, description: `WebGPU on ${found.name}`, maxThreads: 1 }
  },

  lacks({ model }) {
    const keys = model.layers.filter((layer) => kindOf(layer).draws).length
    return keys > maxKeys ? `more than ${maxKeys} layers that draw random numbers` : undefined
  },

  async compile(request: CompileRequest): Promise<Program> {
    const found = await findAdapter()
    if ('reason' in found) {
      throw new LabError(
        'engine-unavailable',
        `The WebGPU engine cannot run here: ${found.reason}`,
        found.remedy
      )
    }
    return WebgpuProgram.compile(request, found)
  }
}
