import { ForeignNetwork, type ReadNetwork } from '../../checkpoint/foreign-network'
import { kerasGraph } from '../../checkpoint/keras-graph'
import { withPixels } from '../../../core/model/pixel-range'
import type { KerasNotes } from './keras-notes'
import { type KerasLayerPlace, namedLayers } from './named-layers'
import { refuseCode } from './refuse-code'

/** The network of a Keras file, without its weights. */
export interface ReadTopology extends ReadNetwork {
  /** Every layer of the file, by the names in `weightNames`. */
  readonly layers: readonly KerasLayerPlace[]
}

/**
 * @param value parsed JSON
 * @param notes what Tenfold says besides, in a file of its own
 * @throws LabError 'checkpoint-invalid' for anything that our layers cannot express exactly, and for code
 */
export function readTopology(value: unknown, file: string, notes: KerasNotes | undefined): ReadTopology {
  refuseCode(value, file)
  const { layers, topology } = namedLayers(value)
  const graph = kerasGraph(topology, file)
  const network = new ForeignNetwork(graph, file, notes && ownWords(notes))
  for (const node of graph.nodes) network.add(node)
  const read = network.end()
  // The layer in front says the same, but rounded.
  const model = notes?.preprocessing === true ? exactly(read.model, notes) : read.model
  return { ...read, model, layers, tellsPixels: notes !== undefined || read.tellsPixels }
}

function ownWords({ pixels, initialisations, preprocessing }: KerasNotes) {
  return { pixels: preprocessing ? undefined : pixels, initialisations }
}

function exactly(model: ReadNetwork['model'], { pixels }: KerasNotes): ReadNetwork['model'] {
  return { ...withPixels(model, pixels), inputShape: model.inputShape, layers: model.layers }
}
