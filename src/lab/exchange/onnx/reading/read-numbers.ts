import { volume } from '../../../../core/layers/shape'
import type { TensorProto } from '../file/onnx_pb'
import { mostSizes, type OnnxValue } from './onnx-value'
import { isWholeType, readTensor } from './read-tensor'

/** The numbers of a tensor: sizes, where they are a few whole ones. @throws LabError 'checkpoint-invalid' */
export function readNumbers(tensor: TensorProto, file: string): OnnxValue {
  const constant = readTensor(tensor, file)
  if (!isWholeType(tensor.dataType) || volume(constant.shape) > mostSizes) return constant
  return { kind: 'sizes', shape: constant.shape, values: [...constant.values()] }
}
