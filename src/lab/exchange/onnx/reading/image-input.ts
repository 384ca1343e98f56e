import { imageInput } from '../../../../core/layers/layer-base'
import { modelSpec } from '../../../../core/model/model-spec'
import { hints, invalidCheckpoint, parsePart, refused } from '../../../checkpoint/invalid-checkpoint'
import { type GraphProto, TensorProto_DataType, type ValueInfoProto } from '../file/onnx_pb'
import type { LiveNodes } from './live-nodes'
import type { OnnxActivation } from './onnx-value'

interface ImageInput {
  readonly name: string
  /** [height, width, channels] */
  readonly inputShape: [number, number, number]
  /** Whether it takes bytes, which says what its pixels are. */
  readonly bytes: boolean
  readonly value: OnnxActivation
}

const numbers: ReadonlySet<number> = new Set([
  TensorProto_DataType.FLOAT,
  TensorProto_DataType.FLOAT16,
  TensorProto_DataType.BFLOAT16,
  TensorProto_DataType.DOUBLE
])

/** The one input of a graph that is not one of its numbers. */
export function onlyInput({ input, initializer }: GraphProto, file: string): ValueInfoProto {
  // Files of before 2019 list the weights among the inputs.
  const weights = new Set(initializer.map(({ name }) => name))
  const [only, ...others] = input.filter(({ name }) => !weights.has(name))
  if (only !== undefined && others.length === 0) return only
  throw refused(
    `The network in ${file}`,
    `has ${others.length + (only === undefined ? 0 : 1)} inputs; Tenfold supports one`
  )
}

/** @throws LabError 'checkpoint-invalid' unless it takes images of a known size */
export function readImageInput({ name, type }: ValueInfoProto, live: LiveNodes, file: string): ImageInput {
  const what = `The input of the network in ${file}`
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined
  const sizes = tensor?.shape?.dim.map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : undefined
  )
  const bytes = tensor?.elemType === TensorProto_DataType.UINT8
  if (tensor === undefined || (!bytes && !numbers.has(tensor.elemType))) {
    throw refused(what, 'is not an image: it has another type of numbers')
  }
  const [, a, b, c] = sizes ?? []
  if (sizes?.length !== 4 || a === undefined || b === undefined || c === undefined) {
    throw invalidCheckpoint(
      `${what} must be images of a known size, but its shape is [${sizes?.map((size) => size ?? '?').join(', ') ?? ''}].`,
      'Export the network with a fixed height and width: [N, channels, height, width] or [N, height, width, channels].'
    )
  }
  const axes = channelsLast(name, live, [a, b, c]) ? 'last' : 'first'
  const shape = axes === 'last' ? [a, b, c] : [b, c, a]
  const inputShape = parsePart(modelSpec.shape.inputShape, shape, what, hints.network)
  const pixels = Array.from({ length: inputShape[2] }, () => ({ scale: 1, offset: 0 }))
  const state = { order: undefined, shared: false, positive: false, softmax: false }
  const value: OnnxActivation = {
    kind: 'activation',
    from: imageInput,
    shape: inputShape,
    axes,
    pixels,
    ...state
  }
  return { name, inputShape, bytes, value }
}

const pixelOperators = new Set(['Cast', 'Identity', 'Mul', 'Div', 'Add', 'Sub'])
const usualChannels = new Set([1, 3, 4])

/** Whether the channels are the last axis: where it is turned to the front, or where only then the sizes are usual. */
function channelsLast(
  image: string,
  { readers }: LiveNodes,
  [a, , c]: readonly [number, number, number]
): boolean {
  const seen = new Set<string>()
  const waiting = [image]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const node of readers.get(name) ?? []) {
      const [output] = node.output
      if (node.opType === 'Transpose') {
        const perm = node.attribute.find((attribute) => attribute.name === 'perm')?.ints.map(Number)
        return perm?.join() === '0,3,1,2'
      }
      if (node.opType === 'Conv') return false
      if (!pixelOperators.has(node.opType) || output === undefined || seen.has(output)) continue
      seen.add(output)
      waiting.push(output)
    }
  }
  return usualChannels.has(c) && !usualChannels.has(a)
}
