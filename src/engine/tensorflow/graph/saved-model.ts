import type { Graph } from './graph'
import { bytes, joined, varintField } from './protobuf'

/** By which name the binding asks for the graph. */
export const savedModelTag = 'serve'

/**
 * The content of `saved_model.pb`: tensorflow/core/protobuf/saved_model.proto. There are no checkpoints beside it;
 * variables get their values through placeholders.
 */
export function savedModel(graph: Graph): Uint8Array {
  const meta = [bytes(4, savedModelTag), bytes(5, '2.9.0')]
  return joined([varintField(1, 1), bytes(2, [bytes(1, meta), bytes(2, graph.encode())])])
}
