import { argmax } from '../../core/maths/argmax'
import type { BatchSlot, Engine, Program } from '../../core/engine/engine'
import { trainableShapes } from '../../core/model/infer-shapes'
import { volume } from '../../core/layers/shape'
import { defaultOptimizers } from '../../core/optimizers/optimizer-kinds'
import type { RunConfig } from '../../core/settings/run-config'
import { withoutOptimizer } from '../../core/model/weights'
import type { BatchExamination } from '../../core/training/train-job'

interface Probe {
  readonly program: Program
  readonly slot: BatchSlot
}

/**
 * Looks at a mini-batch before it is trained: what the network takes its images for, and how large the gradients are.
 * Works in a program of its own, made at the first question, so that the training is not touched. That program
 * trains by SGD without momentum from nothing kept: what SGD keeps after one step is the gradient itself, before any
 * clipping.
 */
export class BatchExaminer {
  readonly #engine: Engine
  readonly #config: RunConfig
  readonly #trained: Program
  readonly #classes: number
  readonly #classWeights: readonly number[] | undefined
  #probe: Promise<Probe> | undefined

  /**
   * @param trained the program whose weights the batch meets
   * @param classWeights how much each class counts in the loss
   */
  constructor(
    engine: Engine,
    config: RunConfig,
    trained: Program,
    classes: number,
    classWeights: readonly number[] | undefined
  ) {
    this.#engine = engine
    this.#config = config
    this.#trained = trained
    this.#classes = classes
    this.#classWeights = classWeights
  }

  readonly examine = async (batch: BatchSlot, first: number, count: number): Promise<BatchExamination> => {
    this.#probe ??= this.#makeProbe()
    const { program, slot } = await this.#probe
    const { weights, step } = await this.#trained.readState()
    await program.writeState(withoutOptimizer({ weights, step }))
    const bytes = volume(this.#config.model.inputShape)
    slot.images.set(batch.images.subarray(first * bytes, (first + count) * bytes))
    slot.labels.set(batch.labels.subarray(first, first + count))
    slot.indices.set(batch.indices.subarray(first, first + count))
    const logits = new Float32Array(count * this.#classes)
    await program.predict(slot, count, logits)
    // The gradients are wanted, and not the step.
    await program.train(slot, 0, count, count, Float64Array.of(0), new Float32Array(1))
    const { optimizerState } = await program.readState()
    return {
      predicted: Array.from({ length: count }, (_, i) =>
        argmax(logits.subarray(i * this.#classes, (i + 1) * this.#classes))
      ),
      gradients: trainableShapes(this.#config.model).map(({ name }, i) => ({
        name,
        norm: norm(optimizerState[0]?.[i] ?? new Float32Array(0))
      }))
    }
  }

  async dispose(): Promise<void> {
    await (await this.#probe)?.program.dispose()
  }

  async #makeProbe(): Promise<Probe> {
    const { model, batchSize, labelSmoothing, seed } = this.#config
    const program = await this.#engine.compile({
      model,
      optimizer: { ...defaultOptimizers.sgd, momentum: 0 },
      batchSize,
      labelSmoothing,
      classWeights: this.#classWeights,
      threads: this.#trained.device.threads,
      seed,
      state: withoutOptimizer(await this.#trained.readState())
    })
    return { program, slot: program.createSlot(batchSize) }
  }
}

/** L2. */
function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
}
