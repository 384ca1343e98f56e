import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import { parameterShapes } from '../../../core/model/infer-shapes'
import { decodeTraining } from '../../checkpoint/training-content'
import { decodeValues, valueBytes } from '../../checkpoint/weight-values'
import { shown } from '../../checkpoint/invalid-checkpoint'
import type { NetworkFile } from '../network-file'
import type { NamedTensor } from '../tensors/named-tensor'
import { bytesOfType, isFloat, numberReader } from '../tensors/tensor-type'
import type { PackedNetwork } from './pack-network'

/**
 * The inverse of `packNetwork`.
 * @param name the file's, for messages
 * @throws LabError 'checkpoint-invalid' | 'internal'
 */
export function unpackNetwork({ head, bytes }: PackedNetwork, name: string): NetworkFile {
  if (head.kind === 'weights') {
    const { tensors, classes, pixels, labels } = head
    return {
      kind: 'weights',
      name: head.name,
      tensors: tensorsIn(tensors, bytes, name),
      classes,
      pixels,
      labels
    }
  }
  const { file, labels, model, weights: length, training } = head
  const shapes = parameterShapes(model)
  if (bytes.length !== length + training || length !== valueBytes(shapes)) throw incomplete(name)
  const label = `The weights in ${shown(name)}`
  const values = decodeValues(shapes, bytes.subarray(0, length), label)
  const weights = shapes.map((parameter, i) => ({
    name: parameter.name,
    shape: parameter.shape,
    values: required(values[i], 'values of each parameter')
  }))
  const content: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(length)))
  const checkpoint = decodeTraining(content, model, weights, shown(name))
  return { kind: 'whole', file, labels, checkpoint }
}

type Heads = Extract<PackedNetwork['head'], { kind: 'weights' }>['tensors']

function tensorsIn(heads: Heads, bytes: Uint8Array, file: string): NamedTensor[] {
  let at = 0
  const tensors = heads.map(({ name, shape, type, count }): NamedTensor => {
    const stored = isFloat(type) ? 'float32' : 'float64'
    const part = bytes.subarray(at, at + count * bytesOfType(stored))
    if (part.length !== count * bytesOfType(stored)) throw incomplete(file)
    at += part.length
    const read = numberReader(part, stored, true)
    const value = (_: unknown, i: number): number => read(i * bytesOfType(stored))
    return isFloat(type)
      ? { name, shape, type, values: Float32Array.from({ length: count }, value) }
      : { name, shape, type, values: Float64Array.from({ length: count }, value) }
  })
  if (at !== bytes.length) throw incomplete(file)
  return tensors
}

function incomplete(file: string): LabError {
  return new LabError(
    'internal',
    `What is in ${shown(file)} did not arrive from the process that read it.`,
    'Try again. If it happens again, this is an error inside Tenfold: report it with the file.'
  )
}
