import { cpus } from 'node:os'
import type { Availability, CompileRequest, Engine, PlanRequest, Program } from '../../core/engine'
import { bestThreads } from './best-threads'
import { describePlan } from './describe-plan'
import { measureFmaPeak } from './fma-peak'
import { memoryLimit, requireMemory } from './memory-limit'
import { physicalCores } from './physical-cores'
import { maxParts } from './plan/batch-parts'
import { WasmProgram } from './program'
import { describeSimd, noSimd, requireSimd, simdSupport } from './simd-support'

/** Beyond the parts of a batch, threads would have nothing to do. */
const maxThreads = (): number => Math.max(1, Math.min(cpus().length, maxParts))

function threadsFor({ threads, batchSize }: PlanRequest): number {
  return Math.min(threads === 0 ? bestThreads(batchSize, physicalCores()) : threads, maxParts)
}

export const wasmEngine: Engine = {
  id: 'wasm',

  probe(): Promise<Availability> {
    // First of all: even the smallest memory may end the process.
    const obstacle = memoryLimit(maxThreads())
    if (obstacle !== undefined) return Promise.resolve({ available: false, ...obstacle })
    const support = simdSupport()
    return Promise.resolve(
      support === 'none'
        ? { available: false, ...noSimd }
        : { available: true, description: describeSimd(support), maxThreads: maxThreads() }
    )
  },

  // Async, so that a refusal becomes a rejected promise.
  async compile(request: CompileRequest): Promise<Program> {
    const threads = threadsFor(request)
    requireMemory(threads)
    return WasmProgram.compile(request, threads, requireSimd())
  },

  describePlan: (request) => describePlan(request, threadsFor(request), requireSimd()),
  measurePeak: measureFmaPeak
}
