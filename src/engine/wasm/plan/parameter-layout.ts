import { volume } from '../../../core/layers/shape'
import { panelFloats } from './panel-floats'
import type {
  Standardise,
  ConvolutionStage,
  DenseStage,
  DepthwiseStage,
  ImageStage,
  WasmPlan,
  RowStage
} from './plan'

/** Where one parameter's values lie, in the order of `parameterShapes`. */
export interface ParameterLayout {
  readonly shape: readonly number[]
  /** The byte address of each value, in TensorFlow's order. Worked out once: an average reads all weights again and again. */
  readonly addresses: Uint32Array
  /** Whether the optimizer keeps anything for it. */
  readonly trainable: boolean
}

interface AddressRule {
  readonly shape: readonly number[]
  /** The byte address of a value, by its index in TensorFlow's layout. */
  readonly addressOf: (index: number) => number
  readonly trainable: boolean
}

/** The parameters of each layer that has any, in layer order. */
export function parameterLayouts(plan: WasmPlan): ParameterLayout[] {
  const stages = [...plan.imageStages, ...plan.rowStages]
  const layouts = new Map(stages.map((stage) => [stage.name, stageLayouts(stage)]))
  return plan.layers.flatMap((name) => layouts.get(name) ?? []).map(layoutOf)
}

function layoutOf({ shape, addressOf, trainable }: AddressRule): ParameterLayout {
  const addresses = new Uint32Array(volume(shape))
  for (let i = 0; i < addresses.length; i++) addresses[i] = addressOf(i)
  return { shape, addresses, trainable }
}

function stageLayouts(stage: ImageStage | RowStage): AddressRule[] {
  switch (stage.kind) {
    case 'convolution':
      return convolutionLayouts(stage)
    case 'depthwise':
      return depthwiseLayouts(stage)
    case 'dense':
      return denseLayouts(stage)
    case 'standardise':
      return standardiseLayouts(stage)
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
}

function convolutionLayouts(stage: ConvolutionStage): AddressRule[] {
  const { filters, parameters } = stage
  const { channels } = stage.input.view
  const shape = [...stage.kernelSize, channels, filters]
  const rowTaps = stage.kernelSize[1] * channels
  return [
    {
      shape,
      addressOf: (index) => {
        const filter = index % filters
        const tap = Math.floor(index / filters)
        const row = filter * stage.kernelSize[0] + Math.floor(tap / rowTaps)
        return parameters.kernel + (row * parameters.rowFloats + (tap % rowTaps)) * 4
      },
      trainable: parameters.gradients !== undefined
    },
    vectorLayout(filters, parameters.bias, parameters.gradients !== undefined)
  ]
}

function depthwiseLayouts(stage: DepthwiseStage): AddressRule[] {
  const { kernelSize, multiplier, weights, outputBytes, output } = stage
  const trainable = stage.weightGradient !== undefined
  const outputs = output.view.channels
  return [
    {
      shape: [...kernelSize, outputs / multiplier, multiplier],
      addressOf: (index) => weights + Math.floor(index / outputs) * outputBytes + (index % outputs) * 4,
      trainable
    },
    vectorLayout(outputs, weights + kernelSize[0] * kernelSize[1] * outputBytes, trainable)
  ]
}

function denseLayouts(stage: DenseStage): AddressRule[] {
  const { inputs, units } = stage
  return [
    {
      shape: [inputs, units],
      addressOf: (index) => {
        const unit = index % units
        const row = Math.floor(unit / panelFloats) * inputs + Math.floor(index / units)
        return stage.kernel + (row * panelFloats + (unit % panelFloats)) * 4
      },
      trainable: stage.learns
    },
    vectorLayout(units, stage.bias, stage.learns)
  ]
}

function standardiseLayouts({
  channels,
  gradients,
  gamma,
  beta,
  movingMean,
  movingVariance
}: Standardise): AddressRule[] {
  return [
    vectorLayout(channels, gamma, gradients !== undefined),
    vectorLayout(channels, beta, gradients !== undefined),
    vectorLayout(channels, movingMean, false),
    vectorLayout(channels, movingVariance, false)
  ]
}

function vectorLayout(length: number, address: number, trainable: boolean): AddressRule {
  return { shape: [length], addressOf: (index) => address + index * 4, trainable }
}

/** Copies a parameter from memory into TensorFlow's layout. @param offset 0, or to the momentum */
export function readParameter(
  floats: Float32Array,
  { addresses }: ParameterLayout,
  offset: number
): Float32Array {
  const values = new Float32Array(addresses.length)
  for (let i = 0; i < values.length; i++) values[i] = Number(floats[(Number(addresses[i]) + offset) >>> 2])
  return values
}

export function writeParameter(
  floats: Float32Array,
  { addresses }: ParameterLayout,
  offset: number,
  values: Float32Array
): void {
  for (let i = 0; i < addresses.length; i++) floats[(Number(addresses[i]) + offset) >>> 2] = Number(values[i])
}
