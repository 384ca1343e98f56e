import { lastPart } from '../../core/checkpoint/checkpoint-files'
import { z } from '../../core/base/schema'
import { mostClasses } from '../../core/data/dataset-info'
import { LabError } from '../../core/base/lab-error'
import { parsePixels, type PixelRanges } from '../../core/model/pixel-range'
import type { Checkpoint } from '../../core/training/checkpoint'
import { type CheckpointFile, decodeCheckpointFiles } from '../checkpoint/decode-checkpoint-files'
import { parseBoundedJson } from '../checkpoint/bounded-json'
import { savedModel } from './keras/saved-model'
import { untrained } from '../checkpoint/training-content'
import { loadHdf5 } from './hdf5/load-hdf5'
import { decodeH5 } from './keras/decode-h5'
import { decodeKeras, type ReadKeras } from './keras/decode-keras'
import { decodeOnnx } from './onnx/decode-onnx'
import { decodeSafetensors } from './safetensors/decode-safetensors'
import { filesInZip } from './zip/files-in-zip'
import type { NamedTensors } from './tensors/named-tensor'
import { decodePth } from './torch/decode-pth'
import { tensorsIn } from './torch/tensors-in'

/** What the files of a network hold, of whichever program. */
export type NetworkFile = { readonly kind: 'whole'; readonly checkpoint: Checkpoint } | WeightsFile

/** Weights without a network. */
export interface WeightsFile {
  readonly kind: 'weights'
  /** For people. */
  readonly name: string
  readonly tensors: NamedTensors
  /** What the file says of the network besides. */
  readonly classes: readonly string[] | undefined
  readonly pixels: PixelRanges | undefined
}

/**
 * Reads what was chosen, by the ending of the only file, or else as Tenfold's own or TensorFlow.js's files.
 * @throws LabError 'checkpoint-invalid'
 */
export type NetworkReader = (files: readonly CheckpointFile[]) => Promise<NetworkFile>

/** Reads it in this process, which a hostile file can keep busy: the application does it in another (`readNetworkApart`). */
export const readNetworkFile: NetworkReader = async (files) => {
  const [only, ...others] = files
  const read = others.length === 0 && only !== undefined ? readers.get(endingOf(only.name)) : undefined
  if (only === undefined || read === undefined)
    return { kind: 'whole', checkpoint: decodeCheckpointFiles(files) }
  return read({ bytes: only.bytes, name: lastPart(only.name) })
}

/** Loads the library that reading these files takes, if any, which takes longer than reading a small one. */
export async function prepareReading(files: readonly { readonly name: string }[]): Promise<void> {
  if (files.some(({ name }) => hdf5Endings.has(endingOf(name)))) await loadHdf5()
}

const hdf5Endings: ReadonlySet<string> = new Set(['keras', 'h5', 'hdf5', 'zip'])

interface Chosen {
  readonly bytes: Uint8Array
  readonly name: string
}

type Reader = (file: Chosen) => NetworkFile | Promise<NetworkFile>

const torch: Reader = ({ bytes, name }) => ({
  kind: 'weights',
  name,
  tensors: tensorsIn(decodePth(bytes, name)).tensors,
  classes: undefined,
  pixels: undefined
})

const hdf5: Reader = async ({ bytes, name }) => whole(await decodeH5(bytes, name))

function whole({ model, weights, tellsPixels, classes }: ReadKeras): NetworkFile {
  return {
    kind: 'whole',
    checkpoint: untrained(model, weights, { pixels: tellsPixels, labels: classes })
  }
}

/** By what stands behind the last dot. */
const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    pth: torch,
    pt: torch,
    ckpt: torch,
    onnx: ({ bytes, name }) => whole(decodeOnnx(bytes, name)),
    keras: async ({ bytes, name }) => whole(await decodeKeras(bytes, name)),
    h5: hdf5,
    hdf5,
    zip: async ({ bytes, name }) => readNetworkFile(await filesInZip(bytes, name, readsAlone)),
    pb: ({ name }) => {
      throw savedModel(name)
    },
    safetensors: ({ bytes, name }) => {
      const { tensors, metadata } = decodeSafetensors(bytes, name)
      return { kind: 'weights', name, tensors, ...ownWords(metadata) }
    }
  } satisfies Record<string, Reader>)
)

/** Whether a file in an archive holds a network or its weights by itself. */
function readsAlone(name: string): boolean {
  const ending = endingOf(name)
  return ending !== 'zip' && readers.has(ending)
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}

const classNames = z.array(z.string().min(1).max(200)).min(1).max(mostClasses)

/** What Tenfold writes into the header of a safetensors file; of another program's it is nothing. */
function ownWords(metadata: ReadonlyMap<string, string>): {
  readonly classes: readonly string[] | undefined
  readonly pixels: PixelRanges | undefined
} {
  const none = { classes: undefined, pixels: undefined }
  const [classes, pixels] = [metadata.get('classes'), metadata.get('pixels')]
  if (metadata.get('producer') !== 'Tenfold' || classes === undefined || pixels === undefined) return none
  try {
    const named = parseBoundedJson(Buffer.from(`{"classes":${classes}}`), 'the header')
    return { classes: z.object({ classes: classNames }).parse(named).classes, pixels: parsePixels(pixels) }
  } catch (thrown) {
    if (thrown instanceof LabError || thrown instanceof z.ZodError) return none
    throw thrown
  }
}
