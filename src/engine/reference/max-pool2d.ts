import { volume } from '../../core/layers/shape'
import { required } from '../../core/base/required'
import { addAt, at, type Layer } from './layer'
import { eachWindow, type PoolShape } from './pool-window'

/** The largest value of each window; of equal ones the first in row-major order, as in PyTorch. */
export function maxPool2d(shape: PoolShape): Layer {
  let winners = new Uint32Array(0)
  return {
    parameters: [],
    // y[n, oy, ox, c] = max over the window of x[n, y, x, c]
    forward(input, images) {
      const result = new Float64Array(images * volume(shape.output))
      winners = new Uint32Array(result.length)
      eachWindow(shape, images, (output, inputs) => {
        let best = -Infinity
        // Of values that are all -Infinity too.
        let winner = required(inputs[0], 'a window of at least one pixel')
        for (const index of inputs) {
          const value = at(input, index)
          if (value > best || Number.isNaN(value)) {
            best = value
            winner = index
          }
        }
        result[output] = best
        winners[output] = winner
      })
      return result
    },
    // dx[winner] += dy
    backward(outputGradient, images) {
      const inputGradient = new Float64Array(images * volume(shape.input))
      winners.forEach((winner, i) => {
        addAt(inputGradient, winner, at(outputGradient, i))
      })
      return inputGradient
    }
  }
}
