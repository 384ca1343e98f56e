import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialWeights } from '../../core/model/initial-weights'
import { LabError } from '../../core/base/lab-error'
import { lessonModel } from '../../core/model/lesson-model'
import { decodeCheckpointFiles } from '../../lab/checkpoint/decode-checkpoint-files'
import { encodeLayersModel } from '../../lab/checkpoint/encode-layers-model'
import { encodeValues } from '../../lab/checkpoint/weight-values'
import { readCheckpointFiles } from './read-checkpoint-files'

const exchangeFile = (name: string): URL => new URL(`../../../test/exchange/files/${name}`, import.meta.url)
const weights = initialWeights(lessonModel, 7)
const bytes = encodeValues(
  weights.map(({ values }) => values),
  'weights'
)
const model = JSON.stringify(encodeLayersModel(lessonModel))

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-model-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function loaded(place: string): Promise<unknown> {
  const files = await readCheckpointFiles(place)
  return decodeCheckpointFiles(
    (files ?? []).map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }))
  ).state.weights
}

async function problem(place: string): Promise<string> {
  return loaded(place).then(
    () => 'it was read',
    (thrown: unknown) => LabError.from(thrown).message
  )
}

/** Cuts the weights into files and names them in the model. */
async function writeModel(file: string, shards: readonly string[]): Promise<void> {
  const paths = JSON.stringify(shards)
  await writeFile(join(folder, file), model.replace('["weights.bin"]', paths))
  const size = Math.ceil(bytes.length / shards.length)
  for (const [i, name] of shards.entries()) {
    await writeFile(join(folder, name), bytes.subarray(i * size, (i + 1) * size))
  }
}

test('a folder, the network’s file in it, names of their own, many files, other files beside', async () => {
  await writeModel(
    'my-model.json',
    Array.from({ length: 11 }, (_, i) => `shard${i}of11`)
  )
  await writeFile(join(folder, 'metadata.json'), '{"labels":[]}')
  await writeFile(join(folder, 'package.json'), '{"name":"mine"}')
  await writeFile(join(folder, 'notes.txt'), 'mine')
  await mkdir(join(folder, 'more.json'))
  expect(await loaded(folder)).toEqual(weights)
  expect(await loaded(join(folder, 'my-model.json'))).toEqual(weights)
})

test('the folder’s name comes with each file, however it was named', async () => {
  await writeModel('model.json', ['weights.bin'])
  const names = ['model.json', 'weights.bin'].map((name) => `${basename(folder)}/${name}`)
  const here = relative(process.cwd(), folder)
  for (const place of [
    folder,
    `${folder}/`,
    join(folder, 'model.json'),
    here,
    `${folder}/../${basename(folder)}/.`
  ]) {
    expect((await readCheckpointFiles(place))?.map(({ name }) => name)).toEqual(names)
  }
})

test('what is missing, several, or nothing is said', async () => {
  await writeModel('model.json', ['weights.bin'])
  await rm(join(folder, 'weights.bin'))
  expect(await problem(join(folder, 'model.json'))).toContain('in weights.bin, which is missing')
  await writeFile(join(folder, 'other.json'), model)
  expect(await problem(folder)).toContain('several checkpoints: model.json, other.json')
  expect(await readCheckpointFiles(join(folder, 'nothing'))).toBeUndefined()
  await mkdir(join(folder, 'empty'))
  expect(await problem(join(folder, 'empty'))).toContain('is not a model folder: it contains no network')
})

test.skipIf(process.platform === 'win32')('a device or a pipe is never read', async () => {
  expect(await problem('/dev/zero')).toContain('/dev/zero is a device')
  await writeModel('model.json', ['weights.bin'])
  await rm(join(folder, 'weights.bin'))
  await symlink('/dev/zero', join(folder, 'weights.bin'))
  expect(await problem(folder)).toContain('weights.bin is a device')
  execFileSync('mkfifo', [join(folder, 'pipe.tenfold.json')])
  expect(await problem(join(folder, 'pipe.tenfold.json'))).toContain('is a named pipe')
})

test('a file of weights that is named thousands of times is refused before it is read', async () => {
  const paths = JSON.stringify(Array.from({ length: 9000 }, () => 'weights.bin'))
  await writeFile(join(folder, 'model.json'), model.replace('["weights.bin"]', paths))
  await writeFile(join(folder, 'weights.bin'), bytes)
  const message = await problem(folder)
  expect(message).toContain('the weights are in more than 1000 files')
  expect(message.length).toBeLessThan(400)
  const twice = model.replace('["weights.bin"]', '["weights.bin","./weights.bin"]')
  await writeFile(join(folder, 'model.json'), twice)
  expect(await problem(folder)).toContain('a file of weights is named twice')
})

test.each(['../weights.bin', '/etc/passwd', 'C:\\weights.bin', 'https://x.example/w.bin', 'a/../../w.bin'])(
  'weights in %s are refused',
  async (path) => {
    await writeFile(join(folder, 'model.json'), model.replace('["weights.bin"]', JSON.stringify([path])))
    await writeFile(join(folder, 'weights.bin'), bytes)
    expect(await problem(folder)).toContain('the weights must be in the same folder')
  }
)

test('an ONNX network goes with the file of weights that it names, however large it is itself', async () => {
  const onnx = Buffer.from(await readFile(exchangeFile('torch-external.onnx')))
  // A field that no reader knows: the file is larger than what is looked into otherwise.
  const large = Buffer.concat([
    onnx,
    Buffer.from([0x92, 0x03, 0x80, 0x80, 0x80, 0x09]),
    Buffer.alloc(9 * 2 ** 21)
  ])
  await writeFile(join(folder, 'net.onnx'), large)
  await symlink(join(folder, 'nowhere'), join(folder, 'torch-external.onnx.data'))
  const missing = readCheckpointFiles(join(folder, 'net.onnx'))
  await expect(missing).rejects.toThrow(/torch-external\.onnx\.data/)
  await rm(join(folder, 'torch-external.onnx.data'))
  await writeFile(
    join(folder, 'torch-external.onnx.data'),
    await readFile(exchangeFile('torch-external.onnx.data'))
  )
  const files = await readCheckpointFiles(join(folder, 'net.onnx'))
  expect(files?.map(({ name }) => basename(name))).toEqual(['net.onnx', 'torch-external.onnx.data'])
})
