import { at, type Layer, type Values } from './layer'

export interface ActivationFunction {
  readonly value: (x: number) => number
  /** The derivative, from the activation's own output. */
  readonly slope: (y: number) => number
}

/** max(0, x); NaN stays NaN. The slope at 0 is 0, as in PyTorch. */
export const relu: ActivationFunction = { value: (x) => (x < 0 ? 0 : x), slope: (y) => (y > 0 ? 1 : 0) }
export const tanh: ActivationFunction = { value: Math.tanh, slope: (y) => 1 - y * y }
export const sigmoid: ActivationFunction = { value: (x) => 1 / (1 + Math.exp(-x)), slope: (y) => y * (1 - y) }

/** Element by element: input [N, ...] -> output [N, ...]. */
export function activation({ value, slope }: ActivationFunction): Layer {
  let output: Values = new Float64Array(0)
  return {
    parameters: [],
    // y = value(x)
    forward(input) {
      const result = new Float64Array(input.length)
      for (let i = 0; i < input.length; i++) result[i] = value(at(input, i))
      output = result
      return result
    },
    // dx = slope(y) * dy
    backward(outputGradient) {
      const inputGradient = new Float64Array(outputGradient.length)
      for (let i = 0; i < outputGradient.length; i++) {
        inputGradient[i] = slope(at(output, i)) * at(outputGradient, i)
      }
      return inputGradient
    }
  }
}
