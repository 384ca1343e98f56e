import { required } from '../../../core/base/required'
import { pixelRanges } from '../../../core/model/pixel-range'
import { encodeTraining, encodeWeights } from '../../checkpoint/training-content'
import type { NetworkFile } from '../network-file'
import type { PackedHead } from './reader-protocol'

export interface PackedNetwork {
  readonly head: PackedHead
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What was read, in the form in which it leaves the process that read it. */
export function packNetwork(file: NetworkFile): PackedNetwork {
  const labels = file.labels === undefined ? {} : { labels: [...file.labels] }
  if (file.kind === 'whole') {
    const { checkpoint } = file
    const weights = encodeWeights(checkpoint)
    const training = Buffer.from(JSON.stringify(encodeTraining(checkpoint, weights)))
    const { model } = checkpoint.config
    return {
      head: {
        kind: 'whole',
        file: file.file,
        ...labels,
        model,
        weights: weights.length,
        training: training.length
      },
      bytes: Buffer.concat([weights, training])
    }
  }
  const { name, tensors, classes, pixels } = file
  return {
    head: {
      kind: 'weights',
      ...labels,
      name,
      tensors: tensors.map((tensor) => ({
        name: tensor.name,
        shape: [...tensor.shape],
        type: tensor.type,
        count: tensor.values.length
      })),
      ...(classes === undefined ? {} : { classes: [...classes] }),
      ...(pixels === undefined ? {} : { pixels: pixelRanges.parse(pixels) })
    },
    bytes: Buffer.concat(tensors.map(({ values }) => littleEndian(values)))
  }
}

function littleEndian(values: Float32Array | Float64Array): Uint8Array {
  const size = values.BYTES_PER_ELEMENT
  const view = new DataView(new ArrayBuffer(values.length * size))
  for (let i = 0; i < values.length; i++) {
    const value = required(values[i], 'a number')
    if (size === 4) view.setFloat32(i * 4, value, true)
    else view.setFloat64(i * 8, value, true)
  }
  return new Uint8Array(view.buffer)
}
