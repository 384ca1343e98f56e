import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { fromTorch, torchParameters } from '../../src/core/exchange/torch-parameters'
import type { ProgramFormatId } from '../../src/core/exchange/network-formats'
import type { Weights } from '../../src/core/model/weights'
import { required } from '../../src/core/base/required'
import type { RunConfig } from '../../src/core/settings/run-config'
import { exportNetwork } from '../../src/lab/exchange/export-network'
import { decodeSafetensors } from '../../src/lab/exchange/safetensors/decode-safetensors'
import type { NamedTensors } from '../../src/lab/exchange/tensors/named-tensor'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { largestDifference } from '../code/reference-steps'
import { runPython } from '../code/run-python'
import { networkAndOptimizer } from '../code/script-parts'
import { batch, imageBytes, presetConfig, realImages, stepsBefore, trainedNetwork } from './trained-network'

const python = await findTorch('torch, onnxruntime, safetensors')
/**
 * Behind batch normalisation the last bit of a float soon makes another training of it, whichever program computes: the losses
 * are as close for some ten steps, and after a hundred 0.02 apart.
 */
const networks = [
  { preset: 'lesson', stepsAfter: 100 },
  { preset: 'modern', stepsAfter: 10 }
] as const

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-exchange-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function floats(name: string): Promise<Float32Array> {
  const bytes = await readFile(path.join(folder, name))
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

/** The weights of a file, in our layouts. */
function ours(config: RunConfig, tensors: NamedTensors): readonly Float32Array[] {
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  return torchParameters(config.model).map((parameter) =>
    fromTorch(parameter, required(named.get(parameter.name), `a tensor ${parameter.name}`).values)
  )
}

const values = (weights: Weights): readonly Float32Array[] => weights.map((weight) => weight.values)

describe.skipIf(python === undefined)(
  'real programs on 10,000 test images (skipped without torch, onnxruntime and safetensors; PYTHON names one)',
  () => {
    test.for(networks)(
      '$preset: the same scores, the same losses, the same bits again',
      async ({ preset, stepsAfter }, { skip }) => {
        const data = await realImages()
        if ('unreachable' in data) {
          skip(data.unreachable)
          return
        }
        const config = presetConfig(preset)
        const { checkpoint, scores, losses } = await trainedNetwork(config, stepsAfter, data)
        const first = batch * stepsBefore
        const end = first + batch * stepsAfter
        const options = { averaged: false, version: '0' }
        const bytesOf = async (format: ProgramFormatId, preprocessing = false): Promise<Uint8Array> =>
          (await exportNetwork(checkpoint, { ...options, format, preprocessing })).bytes
        for (const [name, bytes] of Object.entries({
          'net.pth': await bytesOf('pytorch'),
          'training.pth': await bytesOf('pytorch-training'),
          'net.safetensors': await bytesOf('safetensors'),
          'plain.onnx': await bytesOf('onnx'),
          'prepared.onnx': await bytesOf('onnx', true),
          'test-images': data.test.images,
          'further-images': data.train.images.subarray(first * imageBytes, end * imageBytes),
          'further-labels': Uint8Array.from(data.train.labels.subarray(first, end))
        }))
          await writeFile(path.join(folder, name), bytes)
        const harness = fileURLToPath(new URL('exchange-harness.py', import.meta.url))
        const asked = { folder, batch, code: networkAndOptimizer(config) }
        const programs = await runPython(python, [harness], JSON.stringify(asked))

        const most = scores.reduce((largest, score) => Math.max(largest, Math.abs(score)), 0)
        for (const program of ['torch', 'plain', 'prepared'])
          expect(
            largestDifference(await floats(program), scores) / most,
            `${program}: ${programs}`
          ).toBeLessThan(1e-5)
        expect(largestDifference(await floats('losses'), losses), programs).toBeLessThan(1e-4)

        const again = async (name: string): Promise<Uint8Array> => readFile(path.join(folder, name))
        const pth = tensorsIn(decodePth(await again('again.pth'), 'again.pth')).tensors
        const { tensors } = decodeSafetensors(await again('again.safetensors'), 'again.safetensors')
        expect(ours(config, pth)).toEqual(values(checkpoint.state.weights))
        expect(ours(config, tensors)).toEqual(values(checkpoint.state.weights))
      }
    )
  }
)
