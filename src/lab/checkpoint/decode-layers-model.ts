import { z } from '../../core/base/schema'
import { ForeignNetwork, type ReadNetwork } from './foreign-network'
import { hints, invalidCheckpoint, parsePart } from './invalid-checkpoint'
import { kerasGraph } from './keras-graph'
import { usualPixels } from '../../core/model/pixel-range'
import { layersModel, ownMetadata, type WeightsManifest } from './layers-model'

export interface DecodedModel extends ReadNetwork {
  /** What Tenfold says of the classes. */
  readonly classes: readonly string[] | undefined
  readonly manifest: WeightsManifest
}

/**
 * Reads the network of a TensorFlow.js layers model, Tenfold's own or one made elsewhere. Activations inside a layer
 * become layers, `same` padding becomes numbers, and a softmax at the end is taken off: Tenfold's networks end in
 * logits, and it applies softmax itself.
 * @param value parsed model.json
 * @throws LabError 'checkpoint-invalid' for anything that these layers cannot express exactly
 */
export function decodeLayersModel(value: unknown, name: string): DecodedModel {
  const file = layersFile(value, name)
  if (file.weightsManifest === undefined) {
    throw invalidCheckpoint(
      `${name} describes a network but lists no weights (weightsManifest).`,
      hints.choose
    )
  }
  const { network, classes } = networkOf(file, name)
  return { ...network, classes, manifest: file.weightsManifest }
}

/**
 * The same without the weights, which need not be there.
 * @throws as `decodeLayersModel`
 */
export function decodeArchitecture(value: unknown, name: string): ReadNetwork {
  return networkOf(layersFile(value, name), name).network
}

type LayersFile = z.infer<typeof layersModel>

function layersFile(value: unknown, name: string): LayersFile {
  const file = parsePart(layersModel, value, name)
  if (file.format !== 'graph-model') return file
  throw invalidCheckpoint(`${name} is a TensorFlow graph model, not a layers model.`, hints.network)
}

function networkOf(
  file: LayersFile,
  name: string
): { readonly network: ReadNetwork; readonly classes: readonly string[] | undefined } {
  const graph = kerasGraph(unwrapped(file.modelTopology), name)
  const own = file.generatedBy === 'Tenfold' ? ownWords(file, name) : undefined
  const network = new ForeignNetwork(graph, name, own)
  for (const node of graph.nodes) network.add(node)
  const read = network.end()
  return {
    network: { ...read, tellsPixels: own !== undefined || read.tellsPixels },
    classes: own?.classes
  }
}

/** What a file of Tenfold says besides its layers: misread, its pixels or filters would be others without a word. */
function ownWords({ userDefinedMetadata }: LayersFile, name: string) {
  const { pixels = usualPixels, ...others } = parsePart(
    ownMetadata,
    userDefinedMetadata ?? {},
    `Tenfold’s own notes on the network in ${name}`
  )
  return { pixels, ...others }
}

/** Keras wraps the topology once more where it writes more than that. */
function unwrapped(modelTopology: unknown): unknown {
  return z.object({ model_config: z.unknown() }).safeParse(modelTopology).data?.model_config ?? modelTopology
}
