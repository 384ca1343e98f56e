import { volume } from '../../../core/layers/shape'
import { panelFloats } from './panel-floats'
import type { ConvolutionStage, DepthwiseStage, DenseStage, ImageStage, RowStage, Standardise } from './plan'

/** Weights that the optimizer moves. */
export interface LearningRange {
  readonly address: number
  /** Pieces of which each belongs to one thread, vectors or more. */
  readonly pieces: number
  readonly pieceBytes: number
  /** Rows with padding behind each, where kernels may leave anything. */
  readonly rows: number
  readonly rowBytes: number
  readonly rowFloats: number
  /** Whether it is the kernel of a convolution or a dense layer. */
  readonly matrix: boolean
}

/** Of all layers that learn, without moving averages. */
export function learningRanges(stages: readonly (ImageStage | RowStage)[]): LearningRange[] {
  return stages.flatMap((stage) => {
    switch (stage.kind) {
      case 'convolution':
        return convolutionRanges(stage)
      case 'depthwise':
        return depthwiseRanges(stage)
      case 'dense':
        return denseRanges(stage)
      case 'standardise':
        return standardiseRanges(stage)
      case 'activation':
      case 'mask':
      case 'maxPool':
      case 'averagePool':
      case 'add':
      case 'concatenate':
      case 'pad':
      case 'fork':
        return []
    }
  })
}

/** Pieces are quads of filters, as the copies for kernels are made of these. */
function convolutionRanges({ parameters, filters, kernelSize, input }: ConvolutionStage): LearningRange[] {
  if (parameters.gradients === undefined) return []
  const pieces = Math.ceil(filters / 4)
  const rowBytes = parameters.rowFloats * 4
  const [height, width] = kernelSize
  return [
    {
      address: parameters.kernel,
      pieces,
      pieceBytes: height * rowBytes * 4,
      rows: filters * height,
      rowBytes,
      rowFloats: width * input.view.channels,
      matrix: true
    },
    vector(parameters.bias, filters)
  ]
}

function depthwiseRanges({ weights, weightGradient, kernelSize, ...stage }: DepthwiseStage): LearningRange[] {
  if (weightGradient === undefined) return []
  const rows = volume(kernelSize) + 1
  const rowBytes = stage.outputBytes
  const pieces = (rows * rowBytes) / 16
  return [
    {
      address: weights,
      pieces,
      pieceBytes: 16,
      rows,
      rowBytes,
      rowFloats: stage.output.view.channels,
      matrix: false
    }
  ]
}

/** Units that are padding have gradients of 0. */
function denseRanges({ learns, kernel, bias, inputs, output }: DenseStage): LearningRange[] {
  if (!learns) return []
  const units = output.stride / 4
  const rows = (inputs * units) / panelFloats
  const rowBytes = panelFloats * 4
  return [
    {
      address: kernel,
      pieces: rows * 2,
      pieceBytes: 16,
      rows,
      rowBytes,
      rowFloats: panelFloats,
      matrix: true
    },
    vector(bias, units)
  ]
}

function standardiseRanges({ gradients, gamma, beta, channels }: Standardise): LearningRange[] {
  return gradients === undefined ? [] : [vector(gamma, channels), vector(beta, channels)]
}

function vector(address: number, floats: number): LearningRange {
  const pieces = Math.ceil(floats / 4)
  return { address, pieces, pieceBytes: 16, rows: 1, rowBytes: pieces * 16, rowFloats: floats, matrix: false }
}
