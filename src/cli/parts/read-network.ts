import { stat } from 'node:fs/promises'
import { decodeText } from '../../core/base/decode-text'
import { checkSize } from '../../core/model/check-size'
import { LabError } from '../../core/base/lab-error'
import { namedLayers } from '../../core/model/named-layers'
import { modelPresets } from '../../core/model/presets/model-presets'
import { type ModelSpec, modelSpec } from '../../core/model/model-spec'
import { parseWritten } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { jsonLimits, parseBoundedJson } from '../../lab/checkpoint/bounded-json'
import { decodeCheckpointFile } from '../../lab/checkpoint/checkpoint-file'
import { decodeArchitecture } from '../../lab/checkpoint/decode-layers-model'
import { networkFileIn } from './read-checkpoint-files'
import { readBoundedFile } from '../../lab/storage/read-bounded-file'
import { errorCode, userPathError } from '../../lab/storage/storage-error'
import { userPath } from '../../lab/storage/user-path'

const presets = modelPresets.map(({ value }) => value).join(', ')

const whatToGive =
  'Give a .tenfold.json checkpoint, a model.json or its folder, or a JSON object with inputShape and layers. To open an assignment, use --assignment.'

/** Says what a JSON file is before it is looked at more closely. */
const head = z
  .object({ format: z.unknown(), modelTopology: z.unknown(), class_name: z.unknown(), layers: z.unknown() })
  .partial()

/**
 * The network that `--network` names: a preset, or a JSON file that holds a network alone (`inputShape` and `layers`), a
 * TensorFlow.js or Keras model, its folder, or a checkpoint, whose weights are left where they are.
 * @throws LabError that says why it cannot be
 */
export async function readNetwork(nameOrFile: string): Promise<ModelSpec> {
  const preset = modelPresets.find(({ value }) => value === nameOrFile)
  if (preset !== undefined) return preset.model
  const model = networkIn(await read(userPath(nameOrFile)), nameOrFile)
  // Throws where the sizes do not fit, or there are too many weights.
  checkSize(model)
  return model
}

function networkIn(bytes: Uint8Array, file: string): ModelSpec {
  const value = parse(bytes, file)
  const { format, modelTopology, class_name, layers } = head.parse(value)
  if (modelTopology !== undefined) return decodeArchitecture(value, file).model
  // As Keras's to_json() writes it.
  if (class_name !== undefined) return decodeArchitecture({ modelTopology: value }, file).model
  if (format === 'tenfold-checkpoint') return decodeCheckpointFile(value, file).config.model
  if (layers !== undefined) return parseWritten(modelSpec, namedLayers(value), `The network in ${file}`)
  throw new LabError(
    'invalid-input',
    `${file} is JSON but contains no network: it has neither “layers” nor “modelTopology”, and it is not a checkpoint.`,
    whatToGive
  )
}

function parse(bytes: Uint8Array, file: string): unknown {
  try {
    // The parser counts bytes of UTF-8.
    const text = decodeText(bytes)
    return parseBoundedJson(text === undefined ? bytes : Buffer.from(text), 'it')
  } catch (thrown) {
    const { message } = LabError.from(thrown)
    throw new LabError(
      'invalid-input',
      `The network in ${file} cannot be read: ${message}`,
      whatToGive,
      thrown
    )
  }
}

async function read(file: string): Promise<Uint8Array> {
  try {
    const isFolder = (await stat(file)).isDirectory()
    return await readBoundedFile(isFolder ? await networkFileIn(file) : file, jsonLimits.bytes)
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw userPathError(cause, 'read', file)
    throw new LabError(
      'not-found',
      `No network and no file is called ${file}.`,
      `Choose one of ${presets}, or give --network the path of a JSON file with a network.`
    )
  }
}
