import { readFileSync } from 'node:fs'
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
  const names = ['notes.md', 'torch-external.onnx.data', 'torch-external.onnx']
  const content = readFileSync(
    new URL('../../../../test/exchange/files/torch-external.onnx', import.meta.url)
  )
  const chosen = names.map((name) => ({ file: new File([new Uint8Array(content)], name), folder: '' }))
  expect((await networkFiles(chosen)).map(({ file }) => file.name)).toEqual(names.slice(1).reverse())
})
