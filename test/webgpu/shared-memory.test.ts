import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { modelPresets } from '../../src/core/model/presets/model-presets'
import {
  defaultOptimizers,
  type OptimizerSpec,
  optimizerStateNames
} from '../../src/core/optimizers/optimizer-kinds'
import type { Job } from '../../src/engine/webgpu/kernels/job'
import { predictionJobs, trainingJobs } from '../../src/engine/webgpu/kernels/network-jobs'
import { schedule } from '../../src/engine/webgpu/kernels/schedule'
import { planSharedMemory } from '../../src/engine/webgpu/plan-shared-memory'
import type { PlannedRegion, WebgpuPlan } from '../../src/engine/webgpu/plan/plan'
import { planWebgpu } from '../../src/engine/webgpu/plan/plan-webgpu'
import { region } from '../../src/engine/webgpu/plan/region'
import { anyTraining } from '../engine-conformance/any-network'

const { adam, muon } = defaultOptimizers
/** Far from all numbers that a kernel counts with, and from one another. */
const farOffset = (i: number): number => 1_000_000_000 + i * 10_000_000

const jobsOf = (plan: WebgpuPlan): Job[] => [...trainingJobs(plan), ...predictionJobs(plan)]
const labels = (jobs: readonly Job[]): string[][] =>
  schedule(jobs).map((phase) => phase.jobs.map(({ name }) => name))
const overlap = (a: PlannedRegion, b: PlannedRegion): boolean =>
  a !== b && a.offset < b.offset + b.floats && b.offset < a.offset + a.floats

/** That each kernel reads and writes the regions that its job names, and no others. */
function checkNames(model: ModelSpec, batchSize: number, clipNorm: number, optimizer: OptimizerSpec): void {
  const names = planWebgpu(model, optimizer, batchSize, { clipNorm }).regions.map(({ name }) => name)
  const offsets = new Map(names.map((name, i) => [name, farOffset(i)]))
  expect(offsets.size).toBe(names.length)
  const far = planWebgpu(model, optimizer, batchSize, { clipNorm }, { offsets, end: farOffset(names.length) })
  for (const { name, code, reads, writes } of jobsOf(far)) {
    const touched = [...code.matchAll(/\b(\d{10})u/g)].map(([, digits]) =>
      required(names[Math.floor((Number(digits) - farOffset(0)) / 10_000_000)], 'a region that is touched')
    )
    const named = [...reads, ...writes].filter((other) => offsets.has(other))
    expect([...new Set(touched)].sort(), name).toEqual([...new Set(named)].sort())
  }
}

/** Goes through the dispatches: what each reads has to be there still, and what it touches has to lie apart. */
function checkContents({ regions }: WebgpuPlan, jobs: readonly Job[], results: readonly string[]): void {
  const known = new Map(regions.map((one) => [one.name, one]))
  const intact = new Set<string>()
  const write = (name: string): void => {
    const own = known.get(name)
    if (own === undefined) return
    for (const other of regions) if (overlap(own, other)) intact.delete(other.name)
    intact.add(name)
  }
  for (const phase of schedule(jobs)) {
    const names = new Set(phase.jobs.flatMap(({ reads, writes }) => [...reads, ...writes]))
    const touched = regions.filter(({ name }) => names.has(name))
    expect(touched.filter((a) => touched.some((b) => overlap(a, b)))).toEqual([])
    for (const { name, reads, writes } of phase.jobs) {
      // What a job writes itself it may read afterwards: the last layers are one job.
      const taken = reads.filter((read) => known.has(read) && !writes.includes(read))
      expect(
        taken.filter((read) => !intact.has(read)),
        name
      ).toEqual([])
    }
    for (const job of phase.jobs) job.writes.forEach(write)
  }
  expect(results.filter((name) => !intact.has(name))).toEqual([])
}

function check(model: ModelSpec, batchSize: number, clipNorm = 0, optimizer: OptimizerSpec = adam): void {
  const apart = planWebgpu(model, optimizer, batchSize, { clipNorm })
  const shared = planSharedMemory(model, optimizer, batchSize, { clipNorm })
  checkNames(model, batchSize, clipNorm, optimizer)
  checkContents(shared, trainingJobs(shared), [])
  checkContents(shared, predictionJobs(shared), [region.values(shared.logits)])
  expect(labels(trainingJobs(shared))).toEqual(labels(trainingJobs(apart)))
  expect(labels(predictionJobs(shared))).toEqual(labels(predictionJobs(apart)))
  // Weights, what the optimizer keeps for each, and gradients that wait to be clipped.
  const begin = shared.parameters * (1 + optimizerStateNames(optimizer).length + (clipNorm === 0 ? 0 : 1))
  for (const { offset, floats } of shared.regions) {
    expect(offset).toBeGreaterThanOrEqual(begin)
    expect(offset + floats).toBeLessThanOrEqual(shared.floats)
  }
}

describe('regions of memory that share their places', () => {
  test.each(modelPresets)('keep what is read later: the network $value', ({ model }) => {
    check(model, 6)
    check(model, 128)
    check(model, 6, 1)
    check(model, 6, 0, muon)
    check(model, 6, 1, muon)
  })

  test('keep what is read later: any network', () => {
    fc.assert(
      fc.property(anyTraining, ({ model, batchSize }) => {
        check(model, batchSize)
        check(model, batchSize, 0.5)
        check(model, batchSize, 0, muon)
      }),
      { numRuns: 200 }
    )
  })

  test('take so many MB at batch size 128', () => {
    const needs = modelPresets.map(({ value, model }) => {
      const megabytes = [planWebgpu, planSharedMemory].map((plan) =>
        Math.round((plan(model, defaultOptimizers.sgd, 128).floats * 4) / 2 ** 20)
      )
      return [value, ...megabytes]
    })
    expect(needs).toEqual([
      ['lesson', 3, 3],
      ['wider', 14, 13],
      ['modern', 68, 38],
      ['resnet', 543, 198],
      ['mobilenet', 601, 305]
    ])
  })
})
