import { checkpointFiles, isJson, labelsFileName, lastPart } from '../../../core/checkpoint/checkpoint-files'
import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import { parseBoundedJson } from '../../checkpoint/bounded-json'
import type { CheckpointFile } from '../../checkpoint/decode-checkpoint-files'
import { listed, shown } from '../../checkpoint/invalid-checkpoint'
import { ValueBudget } from '../tensors/value-budget'
import { badZip } from './bad-zip'
import { ZipArchive } from './zip-archive'

/**
 * The files of the one network in a zip archive, as Teachable Machine and Tenfold hand it out: a model folder, or a file of
 * another program; and the names of its classes, where they lie beside it.
 * @param name the archive's, for messages
 * @param isNetwork whether a file is one that is read by itself
 * @throws LabError 'checkpoint-invalid' where it holds none, or several
 */
export async function filesInZip(
  bytes: Uint8Array,
  name: string,
  isNetwork: (name: string) => boolean
): Promise<CheckpointFile[]> {
  const archive = new ZipArchive(bytes, name, new ValueBudget(name))
  const places = new Map<string, string>()
  for (const place of archive.names) {
    if (place.startsWith(madeByMac)) continue
    const part = lastPart(place)
    if (places.has(part)) throw severalIn(name, `has several files called ${shown(part)}`)
    places.set(part, place)
  }
  const read = (part: string): Uint8Array =>
    archive.read(required(places.get(part), 'the place of each file'))
  const folder = await checkpointFiles([...places.keys()], {
    bytes: (part) => Promise.resolve(read(part)),
    json: (part) => Promise.resolve(jsonIn(read(part), part))
  })
  const alone = [...places.keys()].filter(isNetwork)
  const networks = folder.length > 0 ? folder : alone
  if (networks.length === 0) {
    throw badZip(
      name,
      'has no network in it',
      'Choose an archive with model.json and its weights, or with a .onnx, .keras, .h5, .pth or .safetensors file.'
    )
  }
  const others = folder.length > 0 ? alone.filter((part) => !folder.includes(part)) : alone.slice(1)
  if (others.length > 0 && !networks.some(isJson))
    throw severalIn(name, `has several networks in it: ${listed(alone)}`)
  const labels = places.has(labelsFileName) ? [labelsFileName] : []
  return [...networks, ...labels].map((part) => ({ name: part, bytes: read(part) }))
}

/** What macOS adds to archives, with files of the same names. */
const madeByMac = '__MACOSX/'

function severalIn(name: string, what: string): LabError {
  return badZip(name, what, 'Unpack it, and choose the files of one network.')
}

/** Undefined for what is no JSON: where it is the network after all, reading it tells what is wrong with it. */
function jsonIn(bytes: Uint8Array, name: string): unknown {
  try {
    return parseBoundedJson(bytes, name)
  } catch (thrown) {
    if (thrown instanceof LabError) return undefined
    throw thrown
  }
}
