import { fromBinary } from '@bufbuild/protobuf'
import { LabError } from '../../../../core/base/lab-error'
import { hints, invalidCheckpoint, refused, shown } from '../../../checkpoint/invalid-checkpoint'
import { type GraphProto, type ModelProto, ModelProtoSchema } from '../file/onnx_pb'
import { checkWire, wireLimits } from './check-wire'

export interface OnnxFile {
  readonly graph: GraphProto
  /** Version of the operators. */
  readonly operatorSet: number
  readonly producer: string
  readonly metadata: ReadonlyMap<string, string>
}

/** Before it, operators said otherwise how their inputs fit one another. */
const oldestOperatorSet = 7

/**
 * Reads an ONNX file as far as what it is made of; what lies in other files is left out.
 * @param name the file's name, for messages
 * @throws LabError 'checkpoint-invalid'
 */
export function readOnnxFile(bytes: Uint8Array, name: string): OnnxFile {
  const model = parse(bytes, name)
  const { graph, functions, opsetImport, producerName, metadataProps } = model
  if (graph === undefined || graph.node.length === 0) {
    throw invalidCheckpoint(`${name} is not an ONNX file: it holds no network.`, hints.damaged)
  }
  if (functions.length > 0) {
    throw invalidCheckpoint(
      `${name} defines operators of its own (${shown(functions[0]?.name ?? '')}), which Tenfold does not read.`,
      'Put them in place of their calls with onnx.inliner.inline_local_functions, and save the file again.'
    )
  }
  if (graph.sparseInitializer.length > 0)
    throw refused(name, 'has sparse weights, which Tenfold does not read')
  const operators = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')
  const operatorSet = Number(operators?.version ?? 1)
  if (operatorSet < oldestOperatorSet) {
    throw invalidCheckpoint(
      `${name} uses version ${operatorSet} of ONNX’s operators; Tenfold reads them from version ${oldestOperatorSet}.`,
      'Convert it with onnx.version_converter.convert_version(model, 13), and save it again.'
    )
  }
  return {
    graph,
    operatorSet,
    producer: producerName,
    metadata: new Map(metadataProps.map(({ key, value }) => [key, value]))
  }
}

function parse(bytes: Uint8Array, name: string): ModelProto {
  if (bytes.length === 0) throw invalidCheckpoint(`${name} is empty.`, hints.damaged)
  try {
    checkWire(bytes, ModelProtoSchema, name)
    return fromBinary(ModelProtoSchema, bytes, {
      readUnknownFields: false,
      recursionLimit: wireLimits.depth
    })
  } catch (cause) {
    if (cause instanceof LabError) throw cause
    throw invalidCheckpoint(
      `${name} is not an ONNX file, or a part of it is missing or damaged.`,
      'The download or copy was probably interrupted. Copy it again, or choose another file.',
      cause
    )
  }
}
