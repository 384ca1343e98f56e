import { LabError } from '../../core/base/lab-error'
import { exportedStem } from '../../core/exchange/exported-stem'
import { networkFormats, type ProgramFormatId } from '../../core/exchange/network-formats'
import type { KerasDialect } from '../../core/layers/keras-layer'
import { pixelsOf, pixelText } from '../../core/model/pixel-range'
import type { Checkpoint } from '../../core/training/checkpoint'
import { encodeTfjs } from './encode-tfjs'
import { encodeH5 } from './keras/encode-h5'
import { encodeKeras } from './keras/encode-keras'
import { type KerasNetwork, kerasNetwork } from './keras/keras-network'
import { encodeOnnx } from './onnx/encode-onnx'
import { chosenWeights, noAverage } from './chosen-weights'
import { encodeSafetensors } from './safetensors/encode-safetensors'
import { encodeProject } from './torch/encode-project'
import { encodePth } from './torch/encode-pth'
import { stateDict, trainingStateDict } from './torch/state-dict'

export interface ExportOptions {
  readonly format: ProgramFormatId
  /** The moving average of the weights in place of the weights. */
  readonly averaged: boolean
  /** Whether the network takes images as image libraries give them, where the format can say how. */
  readonly preprocessing: boolean
  /** Tenfold's. */
  readonly version: string
}

export interface ExportedFile {
  readonly fileName: string
  readonly mimeType: string
  readonly bytes: Uint8Array
}

/**
 * A checkpoint as the file of another program.
 * @throws LabError 'unsupported' where that program cannot compute the same, 'invalid-input' for an average that is not
 *   there, 'diverged' when weights are not finite
 */
export async function exportNetwork(checkpoint: Checkpoint, options: ExportOptions): Promise<ExportedFile> {
  const { label, ending, mimeType, takesPreprocessing } = networkFormats[options.format]
  if (options.preprocessing && !takesPreprocessing) {
    throw new LabError(
      'invalid-input',
      `A file for ${label} cannot hold the preprocessing.`,
      'Leave the preprocessing out, or export the network as ONNX or for Keras.'
    )
  }
  const stem = exportedStem(checkpoint.dataset)
  return {
    fileName: `${stem}${ending}`,
    mimeType,
    bytes: await encoders[options.format](checkpoint, options, stem)
  }
}

type Encoder = (
  checkpoint: Checkpoint,
  options: ExportOptions,
  stem: string
) => Uint8Array | Promise<Uint8Array>

const encoders: Readonly<Record<ProgramFormatId, Encoder>> = {
  pytorch: (checkpoint, options, stem) =>
    encodePth(stem, stateDict(checkpoint, chosenWeights(checkpoint, options.averaged))),
  'pytorch-training': (checkpoint, options, stem) => {
    if (options.averaged) throw noAverage('A training goes on from the weights themselves.')
    return encodePth(stem, trainingStateDict(checkpoint))
  },
  'pytorch-project': (checkpoint, options, stem) => {
    if (options.averaged) throw noAverage('A training goes on from the weights themselves.')
    return encodeProject(checkpoint, stem)
  },
  safetensors: (checkpoint, options) =>
    encodeSafetensors(stateDict(checkpoint, chosenWeights(checkpoint, options.averaged)), {
      format: 'pt',
      producer: 'Tenfold',
      classes: JSON.stringify(checkpoint.classes),
      pixels: pixelText(pixelsOf(checkpoint.config.model))
    }),
  onnx: (checkpoint, options) => {
    const { preprocessing, version } = options
    return encodeOnnx(checkpoint, {
      weights: chosenWeights(checkpoint, options.averaged),
      preprocessing,
      version
    })
  },
  keras: (checkpoint, options) => encodeKeras(networkFor(checkpoint, options, 'keras3')),
  h5: (checkpoint, options) => encodeH5(networkFor(checkpoint, options, 'keras2')),
  tfjs: (checkpoint, options, stem) =>
    encodeTfjs(checkpoint, chosenWeights(checkpoint, options.averaged), stem)
}

function networkFor(checkpoint: Checkpoint, options: ExportOptions, dialect: KerasDialect): KerasNetwork {
  const { preprocessing } = options
  return kerasNetwork(
    checkpoint,
    { weights: chosenWeights(checkpoint, options.averaged), preprocessing },
    dialect
  )
}
