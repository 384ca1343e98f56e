import type { Checkpoint } from '../../src/core/training/checkpoint'

const hex = (values: Float32Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex')

/** A checkpoint with its numbers as bits, so that 0 and -0 differ and what is equal is equal to the bit. */
export function bitsOf(checkpoint: Checkpoint): object {
  return {
    ...checkpoint,
    state: {
      weights: checkpoint.state.weights.map(({ name, shape, values }) => ({
        name,
        shape,
        values: hex(values)
      })),
      optimizerState: checkpoint.state.optimizerState.map((arrays) => arrays.map(hex)),
      step: checkpoint.state.step,
      optimizerSteps: checkpoint.state.optimizerSteps
    }
  }
}
