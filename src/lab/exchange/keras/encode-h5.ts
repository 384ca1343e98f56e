import { kerasTopology } from '../../checkpoint/keras-topology'
import type { Hdf5Content } from '../hdf5/write-hdf5'
import { writeHdf5 } from '../hdf5/write-hdf5'
import type { KerasNetwork } from './keras-network'
import { notesKey } from './keras-notes'

/** The file says that it is of Keras 2, so that Keras 3 reads its layers as those of Keras 2 too. */
const program = { keras_version: '2.15.0', backend: 'tensorflow' }

/** A network as the HDF5 file that Keras 2 wrote: the same bytes for the same network. */
export function encodeH5({ inputShape, layers, weighted, notes }: KerasNetwork): Promise<Uint8Array> {
  const groups = weighted.map(({ layer, weights }): readonly [string, Hdf5Content] => {
    const { name } = layer.config
    const arrays = weights.map((weight) => {
      const part = weight.name.slice(weight.name.lastIndexOf('/') + 1)
      return [`${part}:0`, weight] as const
    })
    return [
      name,
      {
        attributes: { weight_names: arrays.map(([part]) => `${name}/${part}`) },
        groups: { [name]: { arrays: Object.fromEntries(arrays) } }
      }
    ]
  })
  return writeHdf5({
    attributes: {
      ...program,
      model_config: JSON.stringify(kerasTopology(inputShape, layers, 'keras2')),
      [notesKey]: JSON.stringify(notes)
    },
    groups: {
      model_weights: {
        attributes: { ...program, layer_names: groups.map(([name]) => name) },
        groups: Object.fromEntries(groups)
      }
    }
  })
}
