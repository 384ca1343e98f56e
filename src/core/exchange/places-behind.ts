import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import type { LayerShape, LayerType } from '../layers/layer-kinds'
import { channelCount, volume } from '../layers/shape'
import type { NamedTensor } from '../model/weights'

/**
 * Where the channels or features of a layer's output went: what was at i is at places[i]. undefined where everything stayed.
 */
export type Places = Int32Array | undefined

/** What follows for a layer from what happened to its inputs. */
interface Change {
  readonly output: Places
  /** By the part of a parameter's name behind the layer's: the axis along which its values change places. */
  readonly axes: readonly { readonly part: string; readonly axis: number; readonly places: Places }[]
}

type Rule = (shape: LayerShape, input: Places, inputs: readonly Places[]) => Change

/** Works on each channel by itself, the same on all. */
const passes: Rule = (_, output) => ({ output, axes: [] })
/** Sums over all that it takes: its outputs stay where they were. */
const mixes =
  (axis: number): Rule =>
  (_, places) => ({ output: undefined, axes: [{ part: 'kernel', axis, places }] })

const rules: Readonly<Record<LayerType, Rule>> = {
  conv2d: mixes(2),
  dense: mixes(0),
  depthwiseConv2d: (shape, places) => {
    const multiplier = channelCount(shape.output) / channelCount(shape.input)
    const output = places && spread(places, multiplier)
    return {
      output,
      axes: [
        { part: 'depthwise_kernel', axis: 2, places },
        { part: 'bias', axis: 0, places: output }
      ]
    }
  },
  batchNorm: (_, places) => ({
    output: places,
    axes: ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) => ({ part, axis: 0, places }))
  }),
  flatten: ({ input }, places) => ({ output: places && repeated(places, volume(input)), axes: [] }),
  add: ({ layer }, first, inputs) => {
    if (inputs.every((places) => places?.join() === first?.join())) return { output: first, axes: [] }
    throw new LabError(
      'unsupported',
      `Layer ${layer.name} adds the colours themselves to values that are in no order of colours, so Tenfold cannot turn their order there.`,
      'Load the network with the order red, green, blue, and turn the colours in the program that made it.'
    )
  },
  concatenate: ({ inputs: shapes }, _, inputs) => ({
    output: joined(shapes.map(channelCount), inputs),
    axes: []
  }),
  maxPool2d: passes,
  averagePool2d: passes,
  globalAveragePool2d: passes,
  globalMaxPool2d: passes,
  zeroPadding2d: passes,
  dropout: passes,
  scale: passes,
  relu: passes,
  leakyRelu: passes,
  relu6: passes,
  tanh: passes,
  sigmoid: passes,
  silu: passes,
  gelu: passes,
  geluTanh: passes
}

/**
 * @param inputs of the layer, where their channels or features went
 * @throws LabError 'unsupported' where the layer cannot compute the same of them
 */
export function placesBehind(shape: LayerShape, inputs: readonly Places[]): Change {
  return rules[shape.layer.type](shape, inputs[0], inputs)
}

/** The values of a parameter, where those at i along an axis go to places[i]. */
export function reorderedAxis(weight: NamedTensor, axis: number, places: Places): NamedTensor {
  if (places === undefined) return weight
  const { shape, values } = weight
  const inner = volume(shape.slice(axis + 1))
  const size = required(shape[axis], 'the size of the axis')
  const turned = new Float32Array(values.length)
  for (let from = 0; from < values.length; from += inner) {
    const along = (from / inner) % size
    const to = from + (required(places[along], 'a place of each') - along) * inner
    turned.set(values.subarray(from, from + inner), to)
  }
  return { ...weight, values: turned }
}

/** Of the outputs of a depthwise convolution: `each` for every channel. */
function spread(places: Int32Array, each: number): Int32Array {
  return Int32Array.from(
    { length: places.length * each },
    (_, i) => required(places[Math.floor(i / each)], 'a place of each channel') * each + (i % each)
  )
}

/** Of a flattened image, pixel by pixel. */
function repeated(places: Int32Array, values: number): Int32Array {
  const channels = places.length
  return Int32Array.from(
    { length: values },
    (_, i) => i - (i % channels) + required(places[i % channels], 'a place of each channel')
  )
}

function joined(sizes: readonly number[], inputs: readonly Places[]): Places {
  if (inputs.every((places) => places === undefined)) return undefined
  const all: number[] = []
  sizes.forEach((size, at) => {
    const first = all.length
    const places = inputs[at]
    for (let i = 0; i < size; i++)
      all.push(first + (places === undefined ? i : required(places[i], 'a place of each channel')))
  })
  return Int32Array.from(all)
}
