import { savedModelFileName } from '../../../core/checkpoint/checkpoint-files'
import { required } from '../../../core/base/required'
import { parameterShapes } from '../../../core/model/infer-shapes'
import type { ModelSpec } from '../../../core/model/model-spec'
import type { Weights } from '../../../core/model/weights'
import { z } from '../../../core/base/schema'
import { parseBoundedJson } from '../../checkpoint/bounded-json'
import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import { filledWeights, requireShape } from '../../checkpoint/match-weights'
import type { Hdf5Group } from '../hdf5/hdf5-group'
import { readHdf5 } from '../hdf5/read-hdf5'
import { ValueBudget } from '../tensors/value-budget'
import { ZipArchive } from '../zip/zip-archive'
import { notesKey, parseNotes } from './keras-notes'
import { savedModel } from './saved-model'
import { type ReadTopology, readTopology } from './read-topology'

/** A network of a Keras file, in our layers. */
export interface ReadKeras {
  readonly model: ModelSpec
  readonly weights: Weights
  /** Whether the file says which pixels the network takes. */
  readonly tellsPixels: boolean
  /** What the file calls the classes, where it does. */
  readonly classes: readonly string[] | undefined
  /** Classes of its layers that act only in training and were left out. */
  readonly leftOut?: readonly string[]
}

const metadata = z.looseObject({})

/**
 * Reads a `.keras` file: a zip archive with the layers as JSON and the weights as HDF5.
 * @param name the file's name, for messages
 * @throws LabError 'checkpoint-invalid' for anything that our layers cannot express exactly; nothing in the file is run
 */
export async function decodeKeras(bytes: Uint8Array, name: string): Promise<ReadKeras> {
  const budget = new ValueBudget(name)
  const archive = new ZipArchive(bytes, name, budget)
  const { config, weights } = entriesOf(archive, name)
  const json = (entry: string): unknown =>
    parseBoundedJson(archive.read(entry), `${shown(entry)} in ${shown(name)}`)
  const notes = archive.has('metadata.json')
    ? parseNotes(metadata.safeParse(json('metadata.json')).data?.[notesKey], name)
    : undefined
  const topology = readTopology(json(config), shown(name), notes)
  return {
    model: topology.model,
    tellsPixels: topology.tellsPixels,
    classes: notes?.classes,
    leftOut: topology.leftOut,
    weights: await readHdf5(archive.read(weights), `${weights} in ${name}`, budget, (root) =>
      weightsOf(root, topology, name)
    )
  }
}

function entriesOf(archive: ZipArchive, name: string): { readonly config: string; readonly weights: string } {
  const [config, weights] = ['config.json', 'model.weights.h5']
  if (archive.has(savedModelFileName)) throw savedModel(name)
  const missing = [config, weights].find((entry) => !archive.has(entry))
  if (missing === undefined) return { config, weights }
  throw invalidCheckpoint(
    `${shown(name)} is a zip archive without ${missing}, which every .keras file has.`,
    "Choose a file that Keras saved with model.save('network.keras')."
  )
}

/** By the group of a layer, and in it in the order of the layer's weights. */
function weightsOf(root: Hdf5Group, topology: ReadTopology, file: string): Weights {
  const groups = new Map(topology.layers.map(({ name, group }) => [name, group]))
  const parameters = parameterShapes(topology.model)
  const layerOf = (weight: string): string => weight.slice(0, weight.lastIndexOf('/'))
  return filledWeights(
    topology,
    (place) => {
      const weight = required(topology.weightNames[place], 'a name of each weight')
      const layer = layerOf(weight)
      const siblings = topology.weightNames.filter((name) => name !== undefined && layerOf(name) === layer)
      const path = `${required(groups.get(layer), 'a group of each layer')}/vars`
      const group = root.group(path)
      const label = `The weights ${shown(weight)} in ${shown(file)}`
      if (group?.size !== siblings.length) {
        throw invalidCheckpoint(
          `${shown(layer)} in ${shown(file)} needs ${siblings.length} arrays of weights, but ${path} has ${group?.size ?? 'none'}.`,
          hints.damaged
        )
      }
      const array = group.array(String(siblings.indexOf(weight)))
      if (array === undefined) return undefined
      requireShape(required(parameters[place], 'a parameter'), array.shape, label)
      return array.values()
    },
    shown(file)
  )
}
