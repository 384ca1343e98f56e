import { cpus } from 'node:os'
import type { Availability, CompileRequest, Engine, Program } from '../../core/engine'
import { bestThreads } from './best-threads'
import { physicalCores } from './physical-cores'
import { maxParts } from './plan/batch-parts'
import { WasmProgram } from './program'
import { noSimd, requireSimd, simdNames, simdSupport } from './simd-support'

/** Beyond the parts of a batch, threads would have nothing to do. */
const maxThreads = (): number => Math.max(1, Math.min(cpus().length, maxParts))

export const wasmEngine: Engine = {
  id: 'wasm',

  probe(): Promise<Availability> {
    const support = simdSupport()
    return Promise.resolve(
      support === 'none'
        ? { available: false, ...noSimd }
        : { available: true, description: simdNames[support], maxThreads: maxThreads() }
    )
  },

  // Async, so that a refusal becomes a rejected promise.
  async compile(request: CompileRequest): Promise<Program> {
    const { batchSize } = request
    const wanted = request.threads === 0 ? bestThreads(batchSize, physicalCores()) : request.threads
    const threads = Math.min(wanted, maxParts)
    return WasmProgram.compile(request, threads, requireSimd())
  }
}
