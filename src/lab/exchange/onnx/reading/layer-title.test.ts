import { create } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { NodeProtoSchema } from '../file/onnx_pb'
import { layerTitle } from './layer-title'

test.each([
  ['conv1', 'Conv', 'conv1.weight', 'conv1'],
  ['forward', 'Conv', 'forward_.weight', 'forward'],
  ['silu1/Sigmoid', 'Sigmoid', undefined, 'silu1'],
  ['/layer1/layer1.0/conv1/Conv', 'Conv', 'layer1.0.conv1.weight', 'layer1.0.conv1'],
  ['/layer1/relu/Relu_1', 'Relu', undefined, 'relu'],
  ['/Relu_1', 'Relu', undefined, undefined],
  ['node_conv2d_3', 'Conv', 'fc.weight', 'fc'],
  ['node_relu', 'Relu', undefined, undefined],
  ['Conv_12', 'Conv', 'onnx::Conv_58', undefined],
  ['Conv__227', 'Conv', 'w', undefined],
  ['sequential/dense/MatMul', 'MatMul', 'kernel', 'dense'],
  ['', 'Relu', undefined, undefined]
])('the operator %s of type %s with weights %s is called %s', (name, opType, weight, title) => {
  expect(layerTitle(create(NodeProtoSchema, { name, opType }), weight)).toBe(title)
})
