import { cpus } from 'node:os'
import type { Availability, CompileRequest, Engine, PlanRequest, Program } from '../../core/engine/engine'
import { initialWeights } from '../../core/model/initial-weights'
import { lessonConfig } from '../../core/settings/run-config'
import { untrainedState } from '../../core/model/weights'
import { threadsForParts } from './threads-for-parts'
import { describePlan } from './describe-plan'
import { measureFmaPeak } from './fma-peak'
import { memoryLimit, ownAddressSpaceLimit, requireMemory } from './memory-limit'
import { physicalCores } from './physical-cores'
import { maxParts } from './plan/batch-parts'
import { WasmProgram } from './program'
import { describeSimd, noSimd, requireSimd, simdSupport } from './simd-support'

/** Beyond the parts of a batch, threads would have nothing to do. */
const maxThreads = (): number => Math.max(1, Math.min(cpus().length, maxParts))

function threadsFor({ threads, batchSize }: PlanRequest): number {
  return Math.min(threads === 0 ? threadsForParts(batchSize, physicalCores()) : threads, maxParts)
}

/** The figures of `memoryLimit` are those of one version of V8: whether there is room shows when it is taken. */
async function startAsTrainingDoes(support: 'simd' | 'relaxed'): Promise<void> {
  const { model, optimizer, batchSize, seed } = lessonConfig
  const state = untrainedState(initialWeights(model, seed))
  const request = { model, optimizer, batchSize, seed, threads: maxThreads(), state }
  // One trains, the other tests beside it.
  const programs = [
    await WasmProgram.compile(request, maxThreads(), support),
    await WasmProgram.compile(request, maxThreads(), support)
  ]
  for (const program of programs) await program.dispose()
}

export const wasmEngine: Engine = {
  id: 'wasm',

  async probe(): Promise<Availability> {
    // First of all: even the smallest memory may end the process.
    const obstacle = memoryLimit(maxThreads())
    if (obstacle !== undefined) return { available: false, ...obstacle }
    const support = simdSupport()
    if (support === 'none') return { available: false, ...noSimd }
    if (ownAddressSpaceLimit() !== undefined) await startAsTrainingDoes(support)
    return { available: true, description: describeSimd(support), maxThreads: maxThreads() }
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
