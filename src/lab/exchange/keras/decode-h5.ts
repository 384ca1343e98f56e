import { required } from '../../../core/base/required'
import type { Weights } from '../../../core/model/weights'
import { parseBoundedJson } from '../../checkpoint/bounded-json'
import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import { filledWeights, matchWeights } from '../../checkpoint/match-weights'
import type { Hdf5Array, Hdf5Group } from '../hdf5/hdf5-group'
import { readHdf5 } from '../hdf5/read-hdf5'
import { ValueBudget } from '../tensors/value-budget'
import type { ReadKeras } from './decode-keras'
import { notesKey, parseNotesText } from './keras-notes'
import { type ReadTopology, readTopology } from './read-topology'

/**
 * Reads an HDF5 file of a whole network, as Keras 2 wrote it and Keras 3 still does.
 * @param name the file's name, for messages
 * @throws LabError 'checkpoint-invalid' for anything that our layers cannot express exactly; nothing in the file is run
 */
export function decodeH5(bytes: Uint8Array, name: string): Promise<ReadKeras> {
  const budget = new ValueBudget(name)
  return readHdf5(bytes, name, budget, (root) => {
    const config = root.text('model_config')
    if (config === undefined) throw withoutNetwork(root, name)
    const notes = parseNotesText(root.text(notesKey), shown(name))
    const value = parseBoundedJson(Buffer.from(config), `The network (model_config) in ${shown(name)}`)
    const topology = readTopology(value, shown(name), notes)
    return {
      model: topology.model,
      tellsPixels: topology.tellsPixels,
      classes: notes?.classes,
      leftOut: topology.leftOut,
      weights: weightsOf(root, topology, name)
    }
  })
}

interface Listed extends Hdf5Array {
  readonly name: string
}

/** By names: `conv2d/conv2d/kernel:0` is the kernel of conv2d, and `model/conv2d/kernel:0` that of conv2d in model. */
function weightsOf(root: Hdf5Group, topology: ReadTopology, file: string): Weights {
  const all = root.group('model_weights')
  const layers = all?.texts('layer_names')
  if (all === undefined || layers === undefined) {
    throw invalidCheckpoint(
      `${shown(file)} has a network, but no weights (model_weights).`,
      "Save it in Keras with model.save('network.keras')."
    )
  }
  const listed = layers.flatMap((layer): readonly Listed[] => {
    const group = all.group(layer)
    const names = group?.texts('weight_names') ?? []
    return names.map((name) => {
      const array = group?.array(name)
      if (array === undefined) {
        throw invalidCheckpoint(
          `${shown(file)} lists the weights ${shown(name)} of ${shown(layer)}, which are missing.`,
          hints.damaged
        )
      }
      return { ...array, name: told(layer, name, topology) }
    })
  })
  const matched = matchWeights(topology, listed, shown(file))
  return filledWeights(
    topology,
    (place) => {
      const at = matched.get(place)
      return at === undefined ? undefined : required(listed[at], 'a listed weight').values()
    },
    shown(file)
  )
}

/** The name that our weights have for it; scopes of the program that wrote it are left out. */
function told(layer: string, weight: string, { layers, weightNames }: ReadTopology): string {
  const parts = weight.replace(/:0$/, '').split('/')
  const [scope = '', part = ''] = parts.slice(-2)
  const inside = layers.filter(({ top }) => top === layer)
  const found = inside.filter(({ own }) => own === (inside.length === 1 ? inside[0]?.own : scope))
  const [only, ...others] = found
  if (only === undefined || others.length > 0) return `${scope}/${part}`
  const full = `${only.name}/${part}`
  // Keras 3 calls a depthwise kernel just `kernel`.
  const depthwise = `${only.name}/depthwise_${part}`
  return !weightNames.includes(full) && weightNames.includes(depthwise) ? depthwise : full
}

function withoutNetwork(root: Hdf5Group, name: string): Error {
  const weights = root.texts('layer_names') !== undefined || root.group('layers') !== undefined
  return weights
    ? invalidCheckpoint(
        `${shown(name)} holds weights without the network that they belong to.`,
        "Save the whole network in Keras: model.save('network.keras')."
      )
    : invalidCheckpoint(`${shown(name)} is an HDF5 file, but not one of a Keras network.`, hints.choose)
}
