import { kindOf, type LayerShape } from '../../../core/layers/layer-kinds'

/** How a convolution goes backward. */
interface BackwardKind {
  readonly gradients: 'sparse' | 'dense'
  /**
   * Zeros that its output's gradient has around it, so that the input's gradient is a convolution of it; undefined
   * where there is none, or none that is.
   */
  readonly border: readonly [number, number] | undefined
}

/** Of the convolution that is layer `at`. */
export function backwardKind(shapes: readonly LayerShape[], at: number): BackwardKind {
  const layer = shapes[at]?.layer
  const reader = shapes[at + 1]
  if (layer?.type !== 'conv2d' || reader === undefined || !fillsGradients(reader)) {
    return { gradients: 'sparse', border: undefined }
  }
  const { kernelSize, strides, padding } = layer
  const border = [kernelSize[0] - 1 - padding[0], kernelSize[1] - 1 - padding[1]] as const
  const needed = shapes.slice(0, at).some(({ parameters }) => parameters.length > 0)
  const fits = strides[0] === 1 && strides[1] === 1 && border[0] >= 0 && border[1] >= 0
  return { gradients: 'dense', border: needed && fits ? border : undefined }
}

/** Whether hardly any gradient that a layer hands back is zero: statistics over the batch, and averages of windows. */
function fillsGradients({ layer, input }: LayerShape): boolean {
  const kind = kindOf(layer)
  return (
    kind.statisticValues(input) !== undefined || (kind.family === 'pooling' && kind.zeroGradients === 'mixed')
  )
}
