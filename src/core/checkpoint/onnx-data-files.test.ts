import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { onnxDataFiles } from './onnx-data-files'

const file = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../test/exchange/files/${name}`, import.meta.url))

test('a file of PyTorch names the one with its weights', () => {
  expect(onnxDataFiles(file('torch-external.onnx'))).toEqual(['torch-external.onnx.data'])
})

test('a network with its weights in it names none, and neither does what is no network', () => {
  expect(onnxDataFiles(file('torch-dynamo.onnx'))).toEqual([])
  for (const other of ['images.json', 'tiny.h5', 'torch-external.onnx.data'])
    expect(onnxDataFiles(file(other))).toEqual([])
  expect(onnxDataFiles(new Uint8Array())).toEqual([])
})

test('whatever is cut off or repeated ends', () => {
  const whole = file('torch-external.onnx')
  for (let length = 0; length < whole.length; length += 97) onnxDataFiles(whole.subarray(0, length))
  // Field 7, a graph of no bytes, again and again; then groups in groups.
  expect(onnxDataFiles(new Uint8Array(1_000_000).map((_, i) => (i % 2 === 0 ? 0x3a : 0)))).toEqual([])
  expect(onnxDataFiles(new Uint8Array(1_000_000).fill(0x0b))).toEqual([])
})
