import { plannedMatrix } from '../plan/planned-matrix'
import type { Dense, OperationKind, WebgpuPlan, PlannedOperation } from '../plan/plan'
import {
  activateForward,
  activateInputGradient,
  curveForward,
  curveInputGradient,
  normalise,
  type PassKind
} from './activate'
import { clippingJobs } from './clipping'
import { convolutionForward } from './convolution-forward'
import { convolutionInputGradient } from './convolution-input-gradient'
import { convolutionUpdate, convolutionWeightGradient } from './convolution-weight-gradient'
import { crossEntropyJob, meanLoss } from './cross-entropy'
import {
  denseForward,
  denseImageForward,
  denseImageInputGradient,
  denseInputGradient,
  denseUpdate,
  type KernelSize
} from './dense'
import { depthwiseForward, depthwiseInputGradient, depthwiseUpdate } from './depthwise'
import type { ImageJob, Job } from './job'
import {
  addForward,
  addInputGradients,
  concatenateForward,
  concatenateInputGradients,
  forkGradient
} from './merge'
import { matrixJobs } from './orthogonalise'
import { padForward, padInputGradient } from './pad'
import { poolForward, poolInputGradient } from './pool'
import {
  batchStatistics,
  standardiseForward,
  standardiseInputGradient,
  standardiseSums,
  standardiseUpdate
} from './standardise'

/** A small workgroup spreads a small batch over more of the GPU. */
const threads = 64
/** Where one workgroup has a whole image or channel to itself. */
const manyThreads = 256
/** Up to this batch size dispatches cost more than what a workgroup computes on an image. */
const smallBatch = 16
/** Weights of a layer that a workgroup alone works on for each image, in a small batch and in a larger one. */
const tailWeights = { small: 65_536, large: 16_384 } as const

/** The forward pass. */
export function predictionJobs(plan: WebgpuPlan): Job[] {
  return plan.operations.flatMap((operation) => forwardJobs(operation, plan, 'predict'))
}

/**
 * A training step. The last layers, small as they mostly are, go through forward pass, loss and back again in one job,
 * image by image; each layer's weights move as soon as nobody needs the old ones.
 */
export function trainingJobs(plan: WebgpuPlan, labelSmoothing = 0): Job[] {
  const { operations } = plan
  const head = operations.slice(0, operations.length - tailLength(plan))
  const tail = operations.slice(head.length)
  return [
    ...head.flatMap((operation) => forwardJobs(operation, plan, 'train')),
    tailJob(tail, plan, labelSmoothing),
    ...[...tail].reverse().flatMap((operation) => updateJobs(operation, plan)),
    ...[...head]
      .reverse()
      .flatMap((operation) => [...backwardJobs(operation, plan), ...updateJobs(operation, plan)]),
    ...clippingJobs(plan, threads),
    ...operations.flatMap(matrixJobsOf),
    meanLoss(plan, threads)
  ]
}

interface OperationJobs<K extends OperationKind> {
  readonly forward: (operation: PlannedOperation<K>, tiling: KernelSize, pass: PassKind) => Job[]
  /** The gradient of its input, from that of its output. */
  readonly backward: (operation: PlannedOperation<K>, tiling: KernelSize) => Job[]
  /** Gradients of its parameters, given to the optimizer. */
  readonly update: (operation: PlannedOperation<K>, tiling: KernelSize) => Job[]
}

const jobsOf: { readonly [K in OperationKind]: OperationJobs<K> } = {
  convolution: {
    forward: (operation, { batchSize }) => [convolutionForward(operation, threads, batchSize)],
    backward: (operation, { batchSize }) => present(convolutionInputGradient(operation, threads, batchSize)),
    update: (operation, { batchSize }) =>
      operation.learns
        ? [
            convolutionWeightGradient(operation, threads, batchSize),
            ...present(convolutionUpdate(operation, threads))
          ]
        : []
  },
  depthwise: {
    forward: (operation, tiling) => [depthwiseForward(operation, tiling)],
    backward: (operation, tiling) => present(depthwiseInputGradient(operation, tiling)),
    update: (operation) => (operation.learns ? [depthwiseUpdate(operation, threads)] : [])
  },
  dense: {
    forward: (operation, tiling) => [denseForward(operation, tiling)],
    backward: (operation, tiling) => present(denseInputGradient(operation, tiling)),
    update: (operation, tiling) => (operation.learns ? [denseUpdate(operation, tiling)] : [])
  },
  pool: {
    forward: (operation, tiling) => [poolForward(operation, tiling)],
    backward: (operation, tiling) => present(poolInputGradient(operation, tiling)),
    update: () => []
  },
  standardise: {
    forward: (operation, tiling, pass) => [
      ...(pass === 'train' ? [batchStatistics(operation, manyThreads)] : []),
      standardiseForward(operation, tiling, pass)
    ],
    // The gradient of its input is made of those of gamma and beta, frozen or not.
    backward: (operation, tiling) =>
      operation.output.gradient === undefined
        ? []
        : [standardiseSums(operation, manyThreads), ...present(standardiseInputGradient(operation, tiling))],
    update: (operation) => (operation.learns ? [standardiseUpdate(operation, threads)] : [])
  },
  mask: {
    forward: (operation, tiling, pass) => [activateForward(operation, tiling, pass)],
    backward: (operation, tiling) => present(activateInputGradient(operation, tiling)),
    update: () => []
  },
  activate: {
    forward: (operation, tiling, pass) => [activateForward(operation, tiling, pass)],
    backward: (operation, tiling) => present(activateInputGradient(operation, tiling)),
    update: () => []
  },
  curve: {
    forward: (operation, tiling) => [curveForward(operation, tiling)],
    backward: (operation, tiling) => present(curveInputGradient(operation, tiling)),
    update: () => []
  },
  add: {
    forward: (operation, tiling) => [addForward(operation, tiling)],
    backward: (operation, tiling) => present(addInputGradients(operation, tiling)),
    update: () => []
  },
  concatenate: {
    forward: (operation, tiling) => [concatenateForward(operation, tiling)],
    backward: (operation, tiling) => present(concatenateInputGradients(operation, tiling)),
    update: () => []
  },
  pad: {
    forward: (operation, tiling) => [padForward(operation, tiling)],
    backward: (operation, tiling) => present(padInputGradient(operation, tiling)),
    update: () => []
  },
  fork: {
    forward: () => [],
    backward: (operation, tiling) => [forkGradient(operation, tiling)],
    update: () => []
  },
  normalise: {
    forward: (operation, tiling) => [normalise(operation, tiling)],
    backward: () => [],
    update: () => []
  }
}

/** What is still to do for a matrix that moves as a whole, once the directions of its weights are known. */
function matrixJobsOf(operation: PlannedOperation): Job[] {
  const matrix = plannedMatrix(operation)
  return matrix === undefined ? [] : matrixJobs(matrix, threads, manyThreads)
}

function forwardJobs<K extends OperationKind>(
  operation: PlannedOperation<K>,
  { batchSize }: WebgpuPlan,
  pass: PassKind
): Job[] {
  return jobsOf[operation.kind].forward(operation, { threads, batchSize }, pass)
}

function backwardJobs<K extends OperationKind>(
  operation: PlannedOperation<K>,
  { batchSize }: WebgpuPlan
): Job[] {
  return jobsOf[operation.kind].backward(operation, { threads, batchSize })
}

function updateJobs<K extends OperationKind>(
  operation: PlannedOperation<K>,
  { batchSize }: WebgpuPlan
): Job[] {
  return jobsOf[operation.kind].update(operation, { threads, batchSize })
}

type TailKind = 'dense' | 'mask' | 'activate' | 'curve'
type TailOperation<K extends TailKind = TailKind> = PlannedOperation<K>

/** What works on flat values of one image at a time: while training, and from its output's gradient to its input's. */
const tailParts: {
  readonly [K in TailKind]: {
    readonly forward: (operation: TailOperation<K>, tiling: KernelSize) => ImageJob
    readonly backward: (operation: TailOperation<K>, tiling: KernelSize) => ImageJob | undefined
  }
} = {
  dense: { forward: denseImageForward, backward: denseImageInputGradient },
  mask: {
    forward: (operation, tiling) => activateForward(operation, tiling, 'train'),
    backward: activateInputGradient
  },
  activate: {
    forward: (operation, tiling) => activateForward(operation, tiling, 'train'),
    backward: activateInputGradient
  },
  curve: { forward: curveForward, backward: curveInputGradient }
}

function tailForward<K extends TailKind>(operation: TailOperation<K>, tiling: KernelSize): ImageJob {
  return tailParts[operation.kind].forward(operation, tiling)
}

function tailBackward<K extends TailKind>(
  operation: TailOperation<K>,
  tiling: KernelSize
): ImageJob | undefined {
  return tailParts[operation.kind].backward(operation, tiling)
}

/** How many of the last operations work on flat values of one image at a time, and little enough of them. */
function tailLength({ operations, batchSize }: WebgpuPlan): number {
  const limit = batchSize <= smallBatch ? tailWeights.small : tailWeights.large
  let length = 0
  for (const operation of [...operations].reverse()) {
    if (!isTail(operation)) break
    if (operation.kind === 'dense' && weightCount(operation) > limit) break
    length++
  }
  return length
}

function isTail(operation: PlannedOperation): operation is TailOperation {
  return Object.hasOwn(tailParts, operation.kind)
}

function weightCount({ inputs, units }: Dense): number {
  return inputs * units
}

/** One workgroup for each image, through the last layers, the loss and back. */
function tailJob(operations: readonly PlannedOperation[], plan: WebgpuPlan, labelSmoothing: number): Job {
  const tiling: KernelSize = { threads: manyThreads, batchSize: plan.batchSize }
  const tail = operations.filter(isTail)
  const parts: ImageJob[] = [
    ...tail.map((operation) => tailForward(operation, tiling)),
    crossEntropyJob(plan, manyThreads, labelSmoothing),
    ...[...tail].reverse().flatMap((operation) => present(tailBackward(operation, tiling)))
  ]
  const calls = parts.map(({ name, tilesPerImage }) =>
    tilesPerImage === 1
      ? `${name}(tile, thread);`
      : `for (var part = 0u; part < ${tilesPerImage}u; part++) { ${name}(tile * ${tilesPerImage}u + part, thread); }`
  )
  const code = `${parts.map((part) => part.code).join('\n')}

fn tail(tile: u32, thread: u32) {
  ${calls.join('\n  storageBarrier();\n  ')}
}`
  return {
    name: 'tail',
    code,
    tiles: plan.batchSize,
    threads: manyThreads,
    scratch: Math.max(...parts.map((part) => part.scratch)),
    reads: parts.flatMap((part) => part.reads),
    writes: parts.flatMap((part) => part.writes)
  }
}

function present<T>(job: T | undefined): T[] {
  return job === undefined ? [] : [job]
}
