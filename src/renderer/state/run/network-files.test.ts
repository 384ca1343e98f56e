import { expect, test } from 'vitest'
import { networkFiles } from './network-files'

test.each([
  [
    ['labels.txt', 'keras_model.h5'],
    ['keras_model.h5', 'labels.txt']
  ],
  [
    ['labels.txt', 'model.json', 'notes.md'],
    ['model.json', 'labels.txt']
  ],
  [['notes.md', 'net.onnx'], ['net.onnx']],
  [['notes.md', 'net.h5'], []],
  [['labels.txt', 'a.h5', 'b.h5'], []]
])('of %o the network is taken, with the names of its classes', async (names, taken) => {
  const chosen = names.map((name) => ({ file: new File(['{}'], name), folder: '' }))
  expect((await networkFiles(chosen)).map(({ file }) => file.name)).toEqual(taken)
})

test('weights of ONNX are taken with the network that names them', async () => {
  const field = (number: number, content: Uint8Array): Uint8Array =>
    Uint8Array.of((number << 3) | 2, content.length, ...content)
  const text = (content: string): Uint8Array => new TextEncoder().encode(content)
  const entry = Uint8Array.of(...field(1, text('location')), ...field(2, text('weights.data')))
  const model = new Uint8Array(field(7, field(5, field(13, entry))))
  const names = ['notes.md', 'weights.data', 'net.onnx']
  const chosen = names.map((name) => ({ file: new File([model], name), folder: '' }))
  expect((await networkFiles(chosen)).map(({ file }) => file.name)).toEqual(['net.onnx', 'weights.data'])
})
