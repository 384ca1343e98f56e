import { z } from '../../../core/base/schema'
import { mostClasses } from '../../../core/data/dataset-info'
import { volume } from '../../../core/layers/shape'
import type { ModelSpec } from '../../../core/model/model-spec'
import type { Weights } from '../../../core/model/weights'
import { invalidCheckpoint, refused, shown } from '../../checkpoint/invalid-checkpoint'
import type { GraphProto, NodeProto } from './file/onnx_pb'
import { constantNode } from './reading/constant-node'
import { fuseActivations } from './reading/fuse-activations'
import { onlyInput, readImageInput } from './reading/image-input'
import { liveNodes, nodeWords } from './reading/live-nodes'
import { NodeOperator } from './reading/node-operator'
import type { OnnxActivation, OnnxValue } from './reading/onnx-value'
import { OnnxNetwork } from './reading/onnx-network'
import { operatorFor } from './reading/operators'
import { readMetadata } from './reading/read-metadata'
import { readNumbers } from './reading/read-numbers'
import { readOnnxFile } from './reading/read-onnx-file'
import { readPixels } from './reading/read-pixels'
import { type DataFiles, takeDataFiles } from './reading/take-data-files'

/** A network of an ONNX file, in our layers. */
interface ReadOnnx {
  readonly model: ModelSpec
  readonly weights: Weights
  /** Whether the file says which pixels the network takes. */
  readonly tellsPixels: boolean
  /** What the file calls the classes, where it does. */
  readonly classes: readonly string[] | undefined
}

const classNames = z
  .array(z.string().regex(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u))
  .min(1)
  .max(mostClasses)

/**
 * Reads a network and its weights, of Tenfold’s own files and of other programs’. Activations that are written out become
 * layers, a softmax at the end is taken off, and what is done to the image before the first layer becomes the range of its
 * pixels. Nothing but these bytes is read.
 * @param name the file’s name, for messages
 * @param files in which it may keep its weights
 * @throws LabError 'checkpoint-invalid' for anything that our layers cannot express exactly
 */
export function decodeOnnx(bytes: Uint8Array, name: string, files: DataFiles = new Map()): ReadOnnx {
  const file = readOnnxFile(bytes, name)
  const { graph, operatorSet } = file
  takeDataFiles(graph, files, name)
  const input = onlyInput(graph, name)
  const output = onlyOutput(graph, name)
  const written = liveNodes(graph, output, name)
  const values = constantsOf(graph, written.nodes, name)
  const fused = fuseActivations(written, (constant) => numberOf(values.get(constant)))
  const live = liveNodes({ ...graph, node: [...fused] }, output, name)
  const image = readImageInput(input, live, name)
  values.set(image.name, image.value)
  const network = new OnnxNetwork(name)
  for (const node of live.nodes) {
    if (values.has(node.output[0] ?? '')) continue
    const readers = live.readers.get(node.output[0] ?? '')?.filter(({ opType }) => opType !== 'Shape') ?? []
    const shared = readers.length + (node.output[0] === output ? 1 : 0) > 1
    values.set(node.output[0] ?? '', readNode(node, { file: name, network, values, operatorSet }, shared))
  }
  const scores = scoresOf(values.get(output), name)
  const { pixels, tellsPixels } = readPixels(network.pixels ?? scores.pixels, image.bytes, file, name)
  const { model, weights } = network.end(image.inputShape, pixels, scores)
  const classes = classNames.safeParse(readMetadata(file.metadata.get('classes'))).data
  return { model, weights, tellsPixels, classes }
}

function onlyOutput({ output }: GraphProto, name: string): string {
  const [only, ...others] = output
  if (only !== undefined && others.length === 0) return only.name
  throw refused(`The network in ${name}`, `has ${output.length} outputs; Tenfold supports one`)
}

/** The numbers of the file that are needed, by name. */
function constantsOf(
  { initializer }: GraphProto,
  nodes: readonly NodeProto[],
  name: string
): Map<string, OnnxValue> {
  const needed = new Set(nodes.flatMap((node) => node.input))
  const values = new Map<string, OnnxValue>()
  for (const tensor of initializer) {
    if (!needed.has(tensor.name)) continue
    if (values.has(tensor.name)) throw refused(`${shown(tensor.name)} in ${name}`, 'is there twice')
    values.set(tensor.name, readNumbers(tensor, name))
  }
  for (const node of nodes) {
    if (node.opType === 'Constant') values.set(node.output[0] ?? '', constantNode(node, name))
  }
  return values
}

function numberOf(value: OnnxValue | undefined): number | undefined {
  return value?.kind === 'constant' && volume(value.shape) === 1 ? value.values()[0] : undefined
}

function readNode(
  node: NodeProto,
  of: ConstructorParameters<typeof NodeOperator>[2],
  shared: boolean
): OnnxValue {
  const operator = new NodeOperator(node, nodeWords(node, of.file), of)
  if (node.domain !== '' && node.domain !== 'ai.onnx') {
    throw operator.refuse(`is an operator of ${shown(node.domain)}, which Tenfold does not support`)
  }
  const kinds = node.input.flatMap((_, at) => operator.optional(at)?.kind ?? [])
  const read = operatorFor(node.opType, kinds)
  if (read === undefined) {
    throw invalidCheckpoint(
      `${nodeWords(node, of.file)} is none that Tenfold can read${kinds.includes('activation') ? '' : ' here'}.`,
      'Replace the layer that becomes it by one that Tenfold has, and export the network again.'
    )
  }
  read(operator)
  return operator.end(shared)
}

function scoresOf(value: OnnxValue | undefined, name: string): OnnxActivation {
  if (value?.kind === 'activation') return value
  throw refused(`The network in ${name}`, 'gives the same for every image')
}
