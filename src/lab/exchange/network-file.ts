import { isJson, isOnnx, lastPart, liesBeside, namesClasses } from '../../core/checkpoint/checkpoint-files'
import type { LabError } from '../../core/base/lab-error'
import type { PixelRanges } from '../../core/model/pixel-range'
import type { Checkpoint } from '../../core/training/checkpoint'
import { classLabels } from '../checkpoint/class-labels'
import { type CheckpointFile, decodeCheckpointFiles } from '../checkpoint/decode-checkpoint-files'
import { onnxDataFiles } from '../../core/checkpoint/onnx-data-files'
import { invalidCheckpoint, listed, shown } from '../checkpoint/invalid-checkpoint'
import { savedModel } from './keras/saved-model'
import { untrained } from '../checkpoint/training-content'
import { loadHdf5 } from './hdf5/load-hdf5'
import { decodeH5 } from './keras/decode-h5'
import { decodeKeras, type ReadKeras } from './keras/decode-keras'
import { decodeOnnx } from './onnx/decode-onnx'
import { decodeSafetensors } from './safetensors/decode-safetensors'
import { ownWords } from './safetensors/own-words'
import { refuseOtherKinds } from './refuse-other-kinds'
import { filesInZip } from './zip/files-in-zip'
import type { NamedTensors } from './tensors/named-tensor'
import { decodePth } from './torch/decode-pth'
import { tensorsIn } from './torch/tensors-in'

/** What the files of a network hold, of whichever program. */
export type NetworkFile = WholeFile | WeightsFile

/** What a labels.txt beside it calls the classes; undefined where there is none, and where the network's file names them. */
type Labels = readonly string[] | undefined

interface WholeFile {
  readonly kind: 'whole'
  /** Its name, that in the archive where it came in one. */
  readonly file: string
  readonly checkpoint: Checkpoint
  readonly labels: Labels
}

/** Weights without a network. */
export interface WeightsFile {
  readonly kind: 'weights'
  /** For people. */
  readonly name: string
  readonly tensors: NamedTensors
  /** What the file says of the network besides. */
  readonly classes: readonly string[] | undefined
  readonly pixels: PixelRanges | undefined
  readonly labels: Labels
}

/**
 * Reads what was chosen, by the ending of the only file, or else as Tenfold's own or TensorFlow.js's files. Names of classes
 * in a labels.txt among them count where the network's own file has none.
 * @throws LabError 'checkpoint-invalid'
 */
export type NetworkReader = (files: readonly CheckpointFile[]) => Promise<NetworkFile>

/** Reads it in this process, which a hostile file can keep busy: the application does it in another (`readNetworkApart`). */
export const readNetworkFile: NetworkReader = async (files) => {
  const labels = files.length === 1 ? undefined : files.find(({ name }) => namesClasses(name))
  const network = files.filter((file) => file !== labels)
  const found = await readParts(network.length === 0 ? files : network)
  return labels === undefined ? found : labelled(found, labels)
}

function readParts(files: readonly CheckpointFile[]): NetworkFile | Promise<NetworkFile> {
  const main = files.length === 1 ? files[0] : files.find(({ name }) => isOnnx(name))
  if (main !== undefined) refuseOtherKinds(main.bytes, lastPart(main.name))
  const read = main === undefined ? undefined : readers.get(endingOf(main.name))
  if (main === undefined || read === undefined) return whole(networkName(files), decodeCheckpointFiles(files))
  const beside = files.filter((file) => file !== main)
  // Whatever the weights of an ONNX network are called.
  const weights = new Set(isOnnx(main.name) ? onnxDataFiles(main.bytes) : [])
  const others = beside.filter(({ name }) => !weights.has(lastPart(name)))
  const networks = others.filter(({ name }) => isJson(name) || readsAlone(name))
  if (networks.length > 0) {
    throw invalidCheckpoint(
      `These are several networks: ${listed([main, ...networks].map(({ name }) => lastPart(name)))}.`,
      'Load one at a time.'
    )
  }
  const named = new Map(beside.map(({ name, bytes }) => [lastPart(name), bytes]))
  return read({ bytes: main.bytes, name: lastPart(main.name), beside: named })
}

/** Names beside a network count where its file has none. */
function labelled(found: NetworkFile, labels: CheckpointFile): NetworkFile {
  const isNamed =
    found.kind === 'weights' ? found.classes !== undefined : found.checkpoint.assumesClasses !== true
  if (isNamed) return found
  const wanted = found.kind === 'weights' ? undefined : found.checkpoint.classes.length
  return { ...found, labels: classLabels(labels, wanted) }
}

/** Of several files. */
function networkName(files: readonly CheckpointFile[]): string {
  const names = files.map(({ name }) => lastPart(name))
  return names.find((name) => isJson(name) && !liesBeside(name)) ?? names[0] ?? ''
}

/** Loads the library that reading these files takes, if any, which takes longer than reading a small one. */
export async function prepareReading(files: readonly { readonly name: string }[]): Promise<void> {
  if (files.some(({ name }) => hdf5Endings.has(endingOf(name)))) await loadHdf5()
}

const hdf5Endings: ReadonlySet<string> = new Set(['keras', 'h5', 'hdf5', 'zip'])

interface Chosen {
  readonly bytes: Uint8Array
  readonly name: string
  /** What was chosen with it, by name. */
  readonly beside: ReadonlyMap<string, Uint8Array>
}

type Reader = (file: Chosen) => NetworkFile | Promise<NetworkFile>

const torch: Reader = ({ bytes, name }) => ({
  kind: 'weights',
  name,
  tensors: tensorsIn(decodePth(bytes, name)).tensors,
  classes: undefined,
  pixels: undefined,
  labels: undefined
})

const hdf5: Reader = async ({ bytes, name }) => foreign(name, await decodeH5(bytes, name))

function foreign(file: string, { model, weights, tellsPixels, classes, leftOut }: ReadKeras): NetworkFile {
  return whole(file, untrained(model, weights, { pixels: tellsPixels, labels: classes, leftOut }))
}

function whole(file: string, checkpoint: Checkpoint): NetworkFile {
  return { kind: 'whole', file, checkpoint, labels: undefined }
}

/** By what stands behind the last dot. */
const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    pth: torch,
    pt: torch,
    ckpt: torch,
    onnx: ({ bytes, name, beside }) => foreign(name, decodeOnnx(bytes, name, beside)),
    data: ({ name }) => {
      throw weightsOfOnnx(name)
    },
    onnx_data: ({ name }) => {
      throw weightsOfOnnx(name)
    },
    keras: async ({ bytes, name }) => foreign(name, await decodeKeras(bytes, name)),
    h5: hdf5,
    hdf5,
    zip: async ({ bytes, name }) => readNetworkFile(await filesInZip(bytes, name, readsAlone)),
    pb: ({ name }) => {
      throw savedModel(name)
    },
    safetensors: ({ bytes, name }) => {
      const { tensors, metadata } = decodeSafetensors(bytes, name)
      return { kind: 'weights', name, tensors, ...ownWords(metadata), labels: undefined }
    }
  } satisfies Record<string, Reader>)
)

/** Whether a file in an archive holds a network or its weights by itself. */
function readsAlone(name: string): boolean {
  const ending = endingOf(name)
  return readers.has(ending) && !['zip', 'data', 'onnx_data'].includes(ending)
}

function weightsOfOnnx(name: string): LabError {
  return invalidCheckpoint(
    `${shown(name)} is the file of weights of an ONNX network, without the network.`,
    'Choose it together with the .onnx file that it was saved with; in a terminal, name that file.'
  )
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}
