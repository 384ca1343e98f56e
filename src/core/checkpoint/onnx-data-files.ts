import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/** Fields of ONNX's messages on the ways from a model to what it says of numbers in another file. */
const graph = 7
const [node, initializer] = [1, 5]
const [attribute, attributeTensor] = [5, 5]
const externalData = 13
const [key, value] = [1, 2]

/** How deep a field that is passed over may be nested. */
const deepest = 16
/** Most messages of one kind: a network has some thousands. */
const mostMessages = 100_000

/**
 * The files in which an ONNX file keeps numbers, as it names them. Nothing is built from it: this only finds out which files
 * belong together, and reading the network tells what is wrong with any of them.
 * Source: onnx/docs/ExternalData.md
 * @returns each once; none for what is no ONNX file
 */
export function onnxDataFiles(bytes: Uint8Array): readonly string[] {
  try {
    const graphs = fieldsOf([bytes], graph)
    const attributes = fieldsOf(fieldsOf(graphs, node), attribute)
    const tensors = [...fieldsOf(graphs, initializer), ...fieldsOf(attributes, attributeTensor)]
    const entries = fieldsOf(tensors, externalData)
    const locations = entries.flatMap((entry) =>
      textOf(entry, key) === 'location' ? (textOf(entry, value) ?? []) : []
    )
    return [...new Set(locations)]
  } catch (thrown) {
    if (thrown instanceof Error) return []
    throw thrown
  }
}

/** The contents of a field that has a length, in all of the messages. */
function fieldsOf(messages: readonly Uint8Array[], wanted: number): readonly Uint8Array[] {
  const found: Uint8Array[] = []
  for (const bytes of messages) {
    const reader = new BinaryReader(bytes)
    while (reader.pos < bytes.length) {
      const [number, wire] = reader.tag()
      if (number === wanted && wire === WireType.LengthDelimited) found.push(reader.bytes())
      else reader.skip(wire, number, deepest)
      if (found.length > mostMessages) throw new RangeError('too many messages')
    }
  }
  return found
}

function textOf(message: Uint8Array, wanted: number): string | undefined {
  const reader = new BinaryReader(message)
  while (reader.pos < message.length) {
    const [number, wire] = reader.tag()
    if (number === wanted && wire === WireType.LengthDelimited) return reader.string()
    reader.skip(wire, number, deepest)
  }
  return undefined
}
