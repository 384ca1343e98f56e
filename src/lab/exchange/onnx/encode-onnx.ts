import { create, toBinary } from '@bufbuild/protobuf'
import { required } from '../../../core/base/required'
import { toTorch, torchParameters } from '../../../core/exchange/torch-parameters'
import { imageInput } from '../../../core/layers/layer-base'
import { imageSource } from '../../../core/layers/layer-kind'
import { kindOf } from '../../../core/layers/layer-kinds'
import { onnxNode } from '../../../core/layers/onnx-node'
import { classCount, inferShapes } from '../../../core/model/infer-shapes'
import type { ModelSpec } from '../../../core/model/model-spec'
import { pixelsOf } from '../../../core/model/pixel-range'
import type { Weights } from '../../../core/model/weights'
import type { Checkpoint } from '../../../core/training/checkpoint'
import { encodeValues } from '../../checkpoint/weight-values'
import { ModelProtoSchema } from './file/onnx_pb'
import { batchAxis, onnxValue } from './onnx-value'
import { fileVersion, operatorSet, ownProgram } from './file/onnx-version'
import { OnnxWriter } from './onnx-writer'
import { preprocessingNodes } from './preprocessing-nodes'

/** What the network gives in an ONNX file: logits, f32[N, classes]. */
const scores = 'scores'

interface OnnxOptions {
  /** In place of the checkpoint's: their average. */
  readonly weights?: Weights | undefined
  /**
   * Whether the network takes images as image libraries give them, `image`: u8[N, height, width, channels]. Else it takes
   * f32[N, channels, height, width] in its own range of pixels.
   */
  readonly preprocessing: boolean
  /** Tenfold's version, which the file names as its producer's. */
  readonly version: string
}

/**
 * A network as an ONNX file: the same bytes for the same network. Parameters have the names and layouts of the PyTorch
 * module that the generated code defines. What happens only while training, such as dropout, is left out.
 * @throws LabError 'unsupported' for a network whose scores PyTorch's layout would put in another order, 'diverged' when
 * weights are not finite
 */
export function encodeOnnx({ config, classes, state }: Checkpoint, options: OnnxOptions): Uint8Array {
  const { model } = config
  const { weights = state.weights, preprocessing, version } = options
  const writer = new OnnxWriter()
  const taken = preprocessing ? preprocessingNodes(model, imageInput) : { nodes: [], output: imageInput }
  for (const node of taken.nodes) writer.add('preprocessing', node)
  addLayers(writer, model, weights, taken.output)
  const [height, width, channels] = model.inputShape
  const image = preprocessing
    ? onnxValue(imageInput, 'uint8', [batchAxis, height, width, channels])
    : onnxValue(imageInput, 'float32', [batchAxis, channels, height, width])
  const file = create(ModelProtoSchema, {
    irVersion: BigInt(fileVersion),
    opsetImport: [{ domain: '', version: BigInt(operatorSet) }],
    producerName: ownProgram,
    producerVersion: version,
    graph: {
      name: 'network',
      ...writer.content(),
      input: [image],
      output: [onnxValue(scores, 'float32', [batchAxis, classCount(model)])]
    },
    metadataProps: [
      { key: 'classes', value: JSON.stringify(classes) },
      { key: 'pixels', value: JSON.stringify(pixelsOf(model)) }
    ]
  })
  return toBinary(ModelProtoSchema, file)
}

function addLayers(writer: OnnxWriter, model: ModelSpec, weights: Weights, image: string): void {
  const shapes = inferShapes(model)
  const parameters = torchParameters(model)
  /** Of each layer, the name of its output. */
  const outputs: string[] = []
  let place = 0
  for (const [at, shape] of shapes.entries()) {
    const { name } = shape.layer
    const [first, ...others] = shape.sources.map((source) =>
      source === imageSource ? image : required(outputs[source], 'a layer before')
    )
    const inputs = [required(first, 'an input of each layer'), ...others] as const
    const own = parameters.slice(place, (place += shape.parameters.length))
    const output = at === shapes.length - 1 ? scores : `${name}/output`
    const nodes = kindOf(shape.layer).onnx(shape, {
      inputs,
      output,
      parameters: own.map((parameter) => parameter.name),
      own: (part) => `${name}/${part}`
    })
    for (const parameter of own) {
      const { values } = required(weights[parameters.indexOf(parameter)], 'values of each parameter')
      const bytes = encodeValues([toTorch(parameter, values)], `values of ${parameter.name}`)
      writer.addTensor(parameter.name, 'float32', parameter.shape, bytes)
    }
    for (const node of nodes) writer.add(name, node, nodes.length > 1)
    outputs.push(nodes.length === 0 ? inputs[0] : output)
  }
  const last = outputs.at(-1)
  if (last !== undefined && last !== scores) writer.add(scores, onnxNode('Identity', [last], scores))
}
