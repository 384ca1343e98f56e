import type { CompiledPlan } from './compiled-plan'
import type { EngineId } from '../base/engine-id'
import type { ImageSet } from '../data/image-set'
import type { ModelSpec } from '../model/model-spec'
import type { OptimizerSpec } from '../optimizers/optimizer-kinds'
import type { TrainingState, Weights } from '../model/weights'

/** What an engine found on this machine. */
export type Availability =
  | {
      readonly available: true
      /** For people: `WebAssembly, plain SIMD`. */
      readonly description: string
      readonly maxThreads: number
    }
  | {
      readonly available: false
      readonly reason: string
      readonly remedy: string
    }

/** What runs a program, for the run bar and for reports. */
export interface DeviceInfo {
  readonly engine: EngineId
  /** Short, for people: `WASM · 2 threads`. */
  readonly label: string
  /** Long: `WebAssembly, relaxed SIMD with fused multiply-add`. */
  readonly description: string
  readonly threads: number
  /**
   * How it rounds, by a name that is the same wherever it rounds the same: `WebAssembly, fused multiply-add`. With the
   * same settings and seed, the same arithmetic of the same version gives the same weights to the bit. Runs of earlier
   * versions do not tell it.
   */
  readonly arithmetic?: string | undefined
}

export interface CompileRequest {
  readonly model: ModelSpec
  readonly optimizer: OptimizerSpec
  /** The largest batch that `train` or `predict` will see; memory is planned for it once. */
  readonly batchSize: number
  /**
   * Share of the label that is spread evenly over all classes, in [0, 1); see core/maths/softmax. 0 where it is left out:
   * plain cross-entropy.
   */
  readonly labelSmoothing?: number
  /**
   * How much images of each class count in the loss, numbers above 0, by the rule of torch's CrossEntropyLoss; see
   * core/maths/weighted-targets. All the same where they are left out.
   */
  readonly classWeights?: readonly number[] | undefined
  /**
   * The most that the norm of all gradients of a step's mean loss together may be; see core/maths/clip-factor. Larger ones
   * are scaled down before weight decay and the optimizer. 0 where it is left out: they stay as they are.
   */
  readonly clipNorm?: number
  /** 0 lets the engine choose what it measured to be fastest. */
  readonly threads: number
  /** The run's, a whole number in [0, 2^32): what layers draw follows from it and from the number of the step. */
  readonly seed: number
  readonly state: TrainingState
  /**
   * What will be trained on; then a slot's `indices` are its rows, and an engine may keep it on its device and read
   * nothing but them. Without it, `images` and `labels` of the slot are trained on.
   */
  readonly data?: ImageSet
}

/** What a plan depends on. */
export type PlanRequest = Pick<
  CompileRequest,
  'model' | 'optimizer' | 'batchSize' | 'clipNorm' | 'threads' | 'seed'
>

/** What decides whether an engine can run a network at all. */
export type Workload = Pick<CompileRequest, 'model' | 'optimizer'>

/**
 * Memory of the engine's choosing into which the loader writes batches ahead. It is shared memory whenever the
 * engine can read such memory directly, so that loader workers fill it without another copy.
 */
export interface BatchSlot {
  /** u8[capacity, channels, height, width] */
  readonly images: Uint8Array
  /** u16[capacity] */
  readonly labels: Uint16Array
  /** u32[capacity]: rows of the data set, for engines that keep the data on their device. */
  readonly indices: Uint32Array
}

/**
 * What an optimizer step consists of, in milliseconds. `forward` ends before the loss, `backward` begins with it;
 * `update` sums gradients over the batch and moves the weights. An engine that finds gradients of weights only while it
 * moves those weights counts them as `update`.
 */
export interface PhaseTimes {
  /** Steps that were timed so far; the times are of the latest ones. */
  readonly samples: number
  readonly forward: number
  readonly backward: number
  readonly update: number
}

/** A compiled network: memory planned, kernels chosen, weights inside. */
export interface Program {
  readonly device: DeviceInfo
  /** Of an engine that times its steps now and then: what training has shown so far. */
  readonly phases?: PhaseTimes | undefined

  /** A slot for `capacity` images; called before training starts, never while it runs. */
  createSlot(capacity: number): BatchSlot

  /**
   * Runs consecutive mini-batches from a slot: images [first, first + count) of it, `batchSize` a step, the last
   * step shorter when count is no multiple. One optimizer step each; steps are counted on from the state's.
   * @param rates f64[>= ceil(count / batchSize)]: each step's learning rate; the one in the optimizer's spec is not looked at
   * @param losses f32[>= ceil(count / batchSize)]: receives each step's mean cross-entropy, weighted where classes are
   * @throws LabError 'invalid-input' before any step when a statistic over the batch would be of one value (check-batch-statistics)
   */
  train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    rates: Float64Array,
    losses: Float32Array
  ): Promise<void>

  /**
   * Forward pass: images [0, count) of a slot.
   * @param logits f32[>= count * classes]: receives raw scores
   */
  predict(slot: BatchSlot, count: number, logits: Float32Array): Promise<void>

  /** Copies; the program goes on unchanged. */
  readState(): Promise<TrainingState>
  readWeights(): Promise<Weights>
  writeState(state: TrainingState): Promise<void>

  /** Ends threads and frees memory. Idempotent. */
  dispose(): Promise<void>
}

/** A way to compute. Engines never import one another; each is loaded when it is first asked for. */
export interface Engine {
  readonly id: EngineId
  probe(): Promise<Availability>
  /** How the engine would compile it; undefined where it makes no plan. @throws LabError as `compile` does */
  describePlan?(request: PlanRequest): CompiledPlan | undefined
  /** The most floating-point operations a second that one thread could do; undefined where nobody knows. */
  measurePeak?(): number | undefined
  /** What the engine does not have and the workload needs, for people: `room for more than 24 layers that draw`. None: it has all. */
  lacks?(workload: Workload): string | undefined
  /** @throws LabError 'engine-unavailable' | 'invalid-input' */
  compile(request: CompileRequest): Promise<Program>
}
