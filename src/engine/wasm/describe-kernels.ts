import type { PlannedLayer } from '../../core/engine/compiled-plan'
import { required } from '../../core/base/required'
import type { Features } from './assembler/function-builder'
import type { ModuleBuilder } from './assembler/module-builder'
import { suitsFilterLanes, tileFilters, tileVectors } from './kernels/convolution-dense-weight-gradient'
import { quadGroups } from './kernels/convolution-forward'
import { planarTile } from './kernels/convolution-planar'
import { imageCounts } from './kernels/dense'
import { evenPieces } from './kernels/even-pieces'
import { longestSide } from './kernels/outer-product'
import { chunkVectors } from './kernels/row-chunks'
import { tileColumns, tileRows } from './plan/place-matrices'
import type { ActivationStage, ConvolutionStage, ImageStage, RowActivationStage, RowStage } from './plan/plan'

type Stage = ImageStage | RowStage
type Kernel = PlannedLayer['kernels'][number]

/**
 * The emitted functions of a layer, with what there is to say about how each goes about it.
 * @param clips whether gradients are clipped
 */
export function describeKernels(
  layer: string,
  stage: Stage | undefined,
  { features, functions }: Pick<ModuleBuilder, 'features' | 'functions'>,
  clips: boolean
): Kernel[] {
  const after = clips ? 'then beside the weights until all gradients are there' : 'then the optimizer'
  const texts: Readonly<Record<string, string>> = {
    ...(stage === undefined ? {} : blockings(stage, features, after)),
    'fork.backward': 'sums the gradients from every layer that reads the output, 4 values in each vector'
  }
  return functions
    .filter(({ name }) => name.startsWith(`${layer}.`))
    .map(({ name, bytes }) => {
      const blocking = texts[name.slice(layer.length + 1)]
      return { name, bytes, ...(blocking === undefined ? {} : { blocking }) }
    })
}

/**
 * By the part of a function's name behind the layer's.
 * @param after where gradients go that are finished
 */
function blockings(stage: Stage, features: Features, after: string): Readonly<Record<string, string>> {
  switch (stage.kind) {
    case 'convolution':
      return convolutionBlockings(stage, features, after)
    case 'depthwise':
      return {
        forward: '4 outputs in each vector, their weights in registers',
        weightGradient: '4 outputs in each vector, their sums in registers, row by row',
        inputGradient:
          stage.multiplier === 1
            ? '4 channels in each vector, their weights in registers'
            : 'one value at a time',
        update: `sums the parts of the batch in order, ${after}`
      }
    case 'dense':
      return {
        ...Object.fromEntries(
          imageCounts(features).flatMap((images) => [
            [`forward${images}`, `${images} images × 8 units in registers`],
            [`inputGradient${images}`, `${images} images × 2 inputs in registers`]
          ])
        ),
        update: `gradients of 4 inputs × 8 units in registers, ${after}`,
        updateBias: `gradients of 4 units in registers, ${after}`,
        ...matrixBlockings
      }
    case 'activation':
      return { forward: vectors(stage), backward: '4 values in each vector' }
    case 'maxPool':
      return {
        forward: '4 channels in each vector',
        backward: '4 channels in each vector; if windows overlap, one winner after the other'
      }
    case 'averagePool':
      return { forward: '4 channels in each vector', backward: '4 channels in each vector' }
    case 'standardise':
      return {
        statistics: 'sums for each image, 4 channels in each vector',
        normalise: 'sums over the batch in order, in float64',
        forward: '4 channels in each vector',
        gradientSums: 'sums for each image, 4 channels in each vector',
        differentiate: 'sums over the batch in order, in float64',
        inputGradient: '4 channels in each vector'
      }
    case 'add':
      return { forward: '4 values in each vector' }
    case 'pad':
      return { forward: 'a row at a time', backward: '4 values in each vector' }
    case 'concatenate':
    case 'fork':
    case 'mask':
      return {}
  }
}

/** Of what moves a matrix as a whole. */
const matrixBlockings = {
  pack: 'the directions of all weights, in rows',
  scale: '4 values in each vector',
  ...Object.fromEntries(
    ['gram0', 'gram1', 'mix'].map((name) => [
      name,
      `${tileRows} × 2 rows in registers, 4 terms in each vector`
    ])
  ),
  ...Object.fromEntries(
    ['round0', 'round1'].map((name) => [name, `${tileRows} rows × ${tileColumns} columns in registers`])
  ),
  move: 'one weight at a time'
} as const

function convolutionBlockings(
  stage: ConvolutionStage,
  features: Features,
  after: string
): Readonly<Record<string, string>> {
  const { pool, input, output, filters, fromPlanes, gradients, parameters } = stage
  const texts = {
    weightGradient:
      gradients === 'dense'
        ? denseBlocking(stage, features)
        : 'lists the positions with a gradient other than zero',
    addList: `one list at a time, up to ${chunkVectors * 4} weights in registers`,
    inputGradient:
      parameters.backwardKernel !== undefined
        ? `a convolution of the gradient, ${tiles(input.view.channels, input.view.width, features)} in registers`
        : `lists the filters with a gradient other than zero, by ${pool === undefined ? 'position' : 'pooling window'}`,
    addFilters: `one list at a time, up to ${chunkVectors * 4} inputs in registers`,
    update: `sums the parts of the batch in order, ${after}`,
    turn: 'weights in the order in which the input gradient reads them',
    repack: 'weights in the order in which the forward kernel reads them',
    ...matrixBlockings
  }
  const behind = pool === undefined ? '' : `max pooling ${pool.size.join('×')}${pool.relu ? ' and ReLU' : ''}`
  if (pool !== undefined && fromPlanes) {
    const { rows, filters: perTile } = planarTile(stage.filters, pool.node.view, features)
    return {
      ...texts,
      forward: `${rows} rows × 4 columns × ${perTile} filters in registers, ${behind} too`
    }
  }
  return {
    ...texts,
    forward: `${tiles(filters, output.view.width, features)} in registers`,
    pool: `${behind}, 4 channels in each vector`
  }
}

function denseBlocking(stage: ConvolutionStage, features: Features): string {
  const { filters, kernelSize, input } = stage
  return suitsFilterLanes(stage)
    ? `${tiles(filters, kernelSize[0] * kernelSize[1] * input.view.channels, features).replaceAll('pixels', 'weights')} in registers`
    : `${largestPiece(filters, tileFilters(features))} filters × ${tileVectors * 4} weights in registers`
}

function tiles(filters: number, width: number, features: Features): string {
  const all = quadGroups(filters).map(
    ({ quads }) => `${quads * 4} filters × ${largestPiece(width, longestSide(quads, features))} pixels`
  )
  return [...new Set(all)].join(' and ')
}

function largestPiece(length: number, most: number): number {
  return required(evenPieces(length, most)[0], 'a piece').size
}

function vectors(stage: ActivationStage | RowActivationStage): string {
  return `4 values in each vector${inPlace(stage)}`
}

function inPlace({ input, output }: ActivationStage | RowActivationStage): string {
  return input === output ? ', in place' : ''
}
