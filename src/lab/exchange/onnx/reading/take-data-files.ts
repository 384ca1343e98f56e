import type { LabError } from '../../../../core/base/lab-error'
import { formatCount } from '../../../../core/format/format-number'
import { hints, invalidCheckpoint, shown } from '../../../checkpoint/invalid-checkpoint'
import { type GraphProto, type TensorProto, TensorProto_DataLocation } from '../file/onnx_pb'

/** Contents of files that were chosen with an ONNX file, by their names without folders. */
export type DataFiles = ReadonlyMap<string, Uint8Array>

/**
 * Puts the numbers that a network keeps in other files in their place, without copying them. No file is opened: only those
 * that were chosen with it are there.
 * Source: onnx/docs/ExternalData.md
 * @param name the ONNX file's name, for messages
 * @throws LabError 'checkpoint-invalid' where a file is missing, or does not have what is asked of it
 */
export function takeDataFiles(graph: GraphProto, files: DataFiles, name: string): void {
  const inAttributes = graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []))
  for (const tensor of [...graph.initializer, ...inAttributes]) {
    if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) continue
    tensor.rawData = partOf(tensor, files, name)
    tensor.dataLocation = TensorProto_DataLocation.DEFAULT
    tensor.externalData = []
  }
}

function partOf({ name: tensor, externalData }: TensorProto, files: DataFiles, file: string): Uint8Array {
  const what = `The numbers ${shown(tensor)} in ${file}`
  const said = new Map(externalData.map(({ key, value }) => [key, value]))
  const location = said.get('location')
  if (location === undefined || location === '')
    throw invalidCheckpoint(`${what} are in another file, which is not named.`, hints.damaged)
  const wanted = location.replace(/^(\.\/)+/, '')
  if (/[/\\]|^\w+:/.test(wanted)) {
    throw invalidCheckpoint(
      `${what} are in ${shown(location)}, but a network’s files must be in the same folder.`,
      oneFile
    )
  }
  const bytes = files.get(wanted)
  if (bytes === undefined) throw missing(file, wanted)
  const offset = wholeNumber(said.get('offset'), 0, what)
  const length = wholeNumber(said.get('length'), bytes.length - offset, what)
  if (length < 0 || offset + length > bytes.length) {
    throw invalidCheckpoint(
      `${what} are said to be ${formatCount(length)} bytes from byte ${formatCount(offset)} of ${shown(wanted)}, which has ${formatCount(bytes.length)} bytes.`,
      'The file is not the one that was saved with this network, or it was cut off. Copy both again.'
    )
  }
  return bytes.subarray(offset, offset + length)
}

function wholeNumber(text: string | undefined, missing: number, what: string): number {
  if (text === undefined) return missing
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw invalidCheckpoint(`${what} are said to lie at “${shown(text)}” of another file.`, hints.damaged)
}

function missing(file: string, wanted: string): LabError {
  return invalidCheckpoint(
    `${file} keeps its weights in ${shown(wanted)}, which is missing.`,
    `Choose both files together, or in a terminal put them into the same folder, under the names that they were saved with. ${oneFile}`
  )
}

const oneFile =
  'Save the network as one file, which always works: torch.onnx.export(…, external_data=False), or onnx.save(onnx.load(file), "network.onnx").'
