import { required } from '../../core/base/required'
import { parameterShapes } from '../../core/model/infer-shapes'
import type { ParameterShape } from '../../core/layers/layer-kind'
import { volume } from '../../core/layers/shape'
import { LabError } from '../../core/base/lab-error'
import type { Weights } from '../../core/model/weights'
import type { DecodedModel } from './decode-layers-model'
import { formatCount } from '../../core/format/format-number'
import { invalidCheckpoint, shown } from './invalid-checkpoint'
import { filledWeights, matchWeights, requireFinite } from './match-weights'
import { type Quantization, storedBytes, storedValues } from './stored-values'

/** Where a weight lies. */
interface StoredWeight {
  readonly group: number
  /** In the bytes of the group. */
  readonly offset: number
  readonly quantization: Quantization | undefined
}

/** The files of one group of the manifest, one after the other. */
export interface WeightGroup {
  /** For messages: `weights.bin`. */
  readonly label: string
  readonly parts: readonly Uint8Array[]
}

/** Bytes that parameters take as float32. */
export function valueBytes(parameters: readonly ParameterShape[]): number {
  return 4 * parameters.reduce((sum, parameter) => sum + volume(parameter.shape), 0)
}

/**
 * The arrays one after the other, as little-endian float32.
 * @throws LabError 'diverged' when a value is NaN or infinite: such a network is not worth keeping
 */
export function encodeValues(arrays: readonly Float32Array[], what: string): Uint8Array {
  const bytes = new Uint8Array(4 * arrays.reduce((sum, array) => sum + array.length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const array of arrays) {
    for (const value of array) {
      if (!Number.isFinite(value)) {
        throw new LabError(
          'diverged',
          `The ${what} are no longer finite numbers (one is ${value}): the training diverged, so this state was not saved.`,
          'Lower the learning rate and train again.'
        )
      }
      view.setFloat32(at, value, true)
      at += 4
    }
  }
  return bytes
}

/**
 * Splits bytes into parameters.
 * @param bytes exactly `valueBytes(parameters)` of them
 * @throws LabError 'checkpoint-invalid' when a value is NaN or infinite
 */
export function decodeValues(
  parameters: readonly ParameterShape[],
  bytes: Uint8Array,
  what: string
): Float32Array[] {
  let at = 0
  return parameters.map(({ name, shape }) => {
    const length = volume(shape)
    const values = storedValues(bytes.subarray(at, at + 4 * length), undefined)
    requireFinite(values, `${what} of ${name}`)
    at += 4 * length
    return values
  })
}

/**
 * Finds each parameter's values by the names in the manifest.
 * @throws LabError 'checkpoint-invalid' for a weight that is missing, spare, of another shape or type, or not finite
 */
export function decodeWeights(decoded: DecodedModel, groups: readonly WeightGroup[], file: string): Weights {
  const parameters = parameterShapes(decoded.model)
  const listed = decoded.manifest.flatMap(({ weights }) => weights)
  const stored: StoredWeight[] = []
  const matched = matchWeights(decoded, listed, file)
  decoded.manifest.forEach(({ weights }, group) => {
    let offset = 0
    for (const spec of weights) {
      if (spec.dtype !== 'float32') {
        throw invalidCheckpoint(
          `Weight ${shown(spec.name)} in ${file} is ${shown(spec.dtype)}, but Tenfold reads only float32.`,
          'Save the model again with its weights as float32.'
        )
      }
      stored.push({ group, offset, quantization: spec.quantization })
      offset += storedBytes(spec.shape, spec.quantization)
    }
    checkBytes(required(groups[group], 'the bytes of each group'), offset)
  })
  // Only now, when each group is known to be as long as the network needs.
  const bytesOf = groups.map(({ parts }) => Buffer.concat(parts))
  return filledWeights(
    decoded,
    (place) => {
      const at = matched.get(place)
      if (at === undefined) return undefined
      const { group, offset, quantization } = required(stored[at], 'a place of each weight')
      const { shape } = required(parameters[place], 'a parameter')
      const bytes = required(bytesOf[group], 'the bytes of each group')
      return storedValues(bytes.subarray(offset, offset + storedBytes(shape, quantization)), quantization)
    },
    file
  )
}

function checkBytes({ label, parts }: WeightGroup, needed: number): void {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0)
  if (bytes === needed) return
  throw invalidCheckpoint(
    `${label} has ${formatCount(bytes)} bytes, but the network needs ${formatCount(needed)}.`,
    bytes < needed
      ? 'The file was cut off, or belongs to another network. Choose the files of one checkpoint together.'
      : 'The file belongs to another network. Choose the files of one checkpoint together.'
  )
}
