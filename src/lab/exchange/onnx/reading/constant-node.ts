import { refused } from '../../../checkpoint/invalid-checkpoint'
import type { NodeProto } from '../file/onnx_pb'
import { nodeWords } from './live-nodes'
import { OnnxAttributes } from './onnx-attributes'
import { constantOf } from './onnx-constant'
import type { OnnxValue } from './onnx-value'
import { readNumbers } from './read-numbers'

/** What an operator Constant gives. @throws LabError 'checkpoint-invalid' for anything but numbers */
export function constantNode(node: NodeProto, file: string): OnnxValue {
  const refuse = (why: string) => refused(nodeWords(node, file), why)
  const attributes = new OnnxAttributes(node, refuse)
  const value = givenBy(attributes, file)
  attributes.end()
  if (value === undefined) throw refuse('holds no numbers')
  return value
}

function givenBy(attributes: OnnxAttributes, file: string): OnnxValue | undefined {
  const tensor = attributes.tensor('value')
  if (tensor !== undefined) return readNumbers(tensor, file)
  const whole = attributes.int('value_int')
  if (whole !== undefined) return { kind: 'sizes', shape: [], values: [whole] }
  const wholes = attributes.ints('value_ints')
  if (wholes !== undefined) return { kind: 'sizes', shape: [wholes.length], values: wholes }
  const single = attributes.float('value_float')
  const list = attributes.floats('value_floats') ?? (single === undefined ? undefined : [single])
  if (list === undefined) return undefined
  return constantOf('a constant', single === undefined ? [list.length] : [], () => Float64Array.from(list))
}
