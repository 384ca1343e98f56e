import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { z } from '../../src/core/base/schema'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { rateFactor } from '../../src/core/schedules/rate-factor'
import { epochOrder, runRows } from '../../src/core/training/batch-order'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { exportNetwork } from '../../src/lab/exchange/export-network'
import { ImageDecoder } from '../../src/lab/dataset/decoding/image-decoder'
import { fitModel } from '../../src/core/model/fit-model'
import { buildDecoder } from '../image-files/build-decoder'
import { importFolder } from './import-folder'
import { writePictures } from './picture-folders'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { carriedRun } from './carried-run'
import { largestDifference } from './reference-steps'
import { runPython } from './run-python'

const python = await findTorch('torch, torchvision')
const isOld =
  python === undefined ||
  (await runPython(python, ['-c', 'import torch; print(torch.__version__)'], '')).startsWith('1.')
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-carry-on-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Ten steps an epoch, the last one with a single image; the losses of every one are told. */
const base: RunConfig = {
  ...lessonConfig,
  trainImages: 46,
  batchSize: 5,
  epochs: 3,
  seed: 7,
  logEvery: 1,
  workers: 0,
  optimizer: { type: 'sgd', learningRate: 0.02, momentum: 0.9, nesterov: false, weightDecay: 0 }
}
const perEpoch = 10

const normalised: ModelSpec = {
  inputShape: [32, 32, 3],
  layers: [
    { type: 'conv2d', name: 'conv1', filters: 4, kernelSize: [5, 5], strides: [3, 3], padding: [0, 0] },
    { type: 'batchNorm', name: 'bn1', momentum: 0.1, epsilon: 1e-5 },
    { type: 'relu', name: 'relu1' },
    { type: 'flatten', name: 'flatten' },
    { type: 'dense', name: 'fc1', units: 10 }
  ]
}

/** Tells the losses in full, and at the end how large the weights of the average are. */
function talkative(script: string): string {
  return `${script.replace(':.3f}', ':.9f}')}
    if rank == 0 and 'average' in globals():
        sums = [p.double().abs().sum().item() for p in average.module.parameters()]
        print(f'sum: {sum(sums):.9f}')
    if rank == 0:
        print('rate:', optimizer.param_groups[0]['lr'])
`
}

/** @returns the folder of the project */
async function unpack(checkpoint: Checkpoint, into: string): Promise<string> {
  const options = { format: 'pytorch-project', averaged: false, preprocessing: false, version: '1' } as const
  const { bytes, fileName } = await exportNetwork(checkpoint, options)
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    const file = path.join(into, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  const project = path.join(into, fileName.replace(/\.zip$/, ''))
  const script = path.join(project, 'train_on.py')
  await writeFile(script, talkative(await readFile(script, 'utf8')))
  return project
}

const lossesIn = (output: string): number[] =>
  [...output.matchAll(/^\[\d+,[ \d]{6}\] loss: (\d+\.\d{9})$/gm)].map(([, loss]) => Number(loss))

async function smallData(name: string) {
  const work = path.join(folder, name.replaceAll(/\W+/g, '-'))
  const { folder: files, manifest } = await makeSmallCifar(work, { perFile: 60 })
  return { work, files, dataset: await loadDataset(files, manifest) }
}

const cases: readonly {
  readonly name: string
  readonly config: RunConfig
  readonly step: number
  /** Whether several processes compute the same on a CPU. */
  readonly divides?: boolean
}[] = [
  {
    name: 'momentum, in the middle of an epoch',
    config: { ...base, checkpointEvery: 4 },
    step: 14,
    divides: true
  },
  {
    name: 'all that there is to carry on',
    config: {
      ...base,
      optimizer: { ...defaultOptimizers.adam, learningRate: 0.004 },
      schedule: 'cosine',
      warmup: 0.3,
      validationSplit: 0.2,
      trainImages: 50,
      batchSize: 6,
      classWeights: 'balanced',
      labelSmoothing: 0.1,
      clip: 0.8,
      ema: 0.5,
      checkpointEvery: 7
    },
    step: 7,
    divides: true
  },
  {
    name: 'batch normalisation and mirrored images, at the end of an epoch',
    config: {
      ...base,
      model: normalised,
      optimizer: { ...defaultOptimizers.muon, learningRate: 0.01 },
      flip: 'alternating',
      schedule: 'one-cycle',
      ema: 0.8
    },
    step: 10
  },
  {
    name: 'a sum of losses that has begun',
    config: { ...base, logEvery: 3, checkpointEvery: 4 },
    step: 14,
    divides: true
  }
]

describe.skipIf(python === undefined)(
  'a PyTorch program that carries a training on (skipped without a python3 that has torch and torchvision)',
  () => {
    const trainsAsHere = async (
      { name, config, step }: (typeof cases)[number],
      start: readonly string[]
    ): Promise<void> => {
      const { work, files, dataset } = await smallData(`${name} ${start.join(' ')}`)
      const run = await carriedRun(config, dataset)
      const project = await unpack(run.checkpointAt(step), work)
      const asked = [...start, 'train_on.py', '--data', files, '--device', 'cpu']
      const output = await runPython(python, asked, '', project)
      expect(largestDifference(lossesIn(output), run.lossesAfter(step))).toBeLessThan(1e-4)
      expect(output).toMatch(/^Finished Training\nAccuracy: \d+\.\d%$/m)
      const { average } = run.last
      if (average === undefined) return
      const told = Number(/^sum: (.*)$/m.exec(output)?.[1])
      const sum = average
        .filter(({ name }) => !name.includes('moving'))
        .reduce((all, { values }) => values.reduce((some, value) => some + Math.abs(value), all), 0)
      expect(Math.abs(told - sum) / sum).toBeLessThan(1e-4)
    }

    test.each(cases)('has the losses that the training has here: $name', (one) => trainsAsHere(one, []))

    // PyTorch 1.13's own torchrun fails in Python 3.11.
    test.skipIf(isOld).each(cases.filter(({ divides }) => divides === true))(
      'has them in two processes as well: $name',
      (one) => trainsAsHere(one, ['-m', 'torch.distributed.run', '--standalone', '--nproc_per_node=2'])
    )

    test('goes on after the end of a run, in the order in which a longer run would, at the last rate', async () => {
      const { work, files, dataset } = await smallData('end')
      const longer = await carriedRun({ ...base, checkpointEvery: 2 * perEpoch }, dataset)
      const checkpoint = longer.checkpointAt(2 * perEpoch)
      const project = await unpack({ ...checkpoint, config: { ...base, epochs: 2 } }, work)
      const asked = ['train_on.py', '--data', files, '--device', 'cpu']
      const output = await runPython(python, asked, '', project)
      expect(largestDifference(lossesIn(output), longer.lossesAfter(20))).toBeLessThan(1e-4)
      const scheduled: RunConfig = { ...base, epochs: 2, schedule: 'cosine', warmup: 0.2 }
      const falling = await unpack({ ...checkpoint, config: scheduled }, path.join(work, 'falling'))
      const told = Number(/^rate: (.*)$/m.exec(await runPython(python, asked, '', falling))?.[1])
      const last = 0.02 * rateFactor(scheduled, 2 * perEpoch)(2 * perEpoch - 1)
      expect(Math.abs(told / last - 1)).toBeLessThan(1e-6)
      // Further than the files of the order reach.
      const far = await runPython(python, [...asked, '--epochs', '12'], '', project)
      expect(lossesIn(far)).toHaveLength(12 * perEpoch)
    })

    test('takes the images of a folder out of the data set that was made of it', async () => {
      const work = path.join(folder, 'pictures')
      await writePictures(path.join(work, 'from'), { cats: 9, dogs: 12, bees: 7 })
      const built = await buildDecoder()
      const decoder = new ImageDecoder({ decoderFile: built.decoderFile, processes: 1, secondsPerImage: 120 })
      const stored = await importFolder(decoder, path.join(work, 'datasets'), {
        path: path.join(work, 'from'),
        shape: [32, 32, 3]
      })
      await decoder.close()
      await built.remove()
      const dataset = await loadDataset(stored.folder, stored.manifest)
      expect(dataset.info.folder).toBeDefined()
      const model = fitModel(lessonConfig.model, dataset.info)
      const run = await carriedRun({ ...base, model, trainImages: 0, checkpointEvery: 2 }, dataset)
      const project = await unpack(run.checkpointAt(2), work)
      const output = await runPython(python, ['train_on.py', '--data', stored.folder], '', project)
      expect(largestDifference(lossesIn(output), run.lossesAfter(2))).toBeLessThan(1e-4)
    })

    test('refuses another data set', async () => {
      const { work, dataset } = await smallData('other')
      const project = await unpack(
        (await carriedRun({ ...base, checkpointEvery: 4 }, dataset)).checkpointAt(4),
        work
      )
      const { folder: fewer } = await makeSmallCifar(path.join(work, 'fewer'), { perFile: 50 })
      await expect(runPython(python, ['train_on.py', '--data', fewer], '', project)).rejects.toThrow(
        'The training had 300 training images. Here are 250.'
      )
    })

    test('says which files are missing, in a folder and where there is no connection', async () => {
      const { work, dataset } = await smallData('missing')
      const own = await unpack(
        (await carriedRun({ ...base, checkpointEvery: 4 }, dataset)).checkpointAt(4),
        path.join(work, 'own')
      )
      await expect(runPython(python, ['train_on.py', '--data', work], '', own)).rejects.toThrow(
        /has no data_batch_1\.bin: README\.txt says which folder --data has to name\.$/m
      )
      const lesson = { ...(await carriedRun(base, dataset, lessonDataset)).checkpointAt(20) }
      const project = await unpack(lesson, path.join(work, 'lesson'))
      const nowhere = "os.environ.update(http_proxy='http://127.0.0.1:9', https_proxy='http://127.0.0.1:9')"
      const offline = `import os, runpy; ${nowhere}; runpy.run_path('train_on.py', run_name='__main__')`
      await expect(runPython(python, ['-c', offline], '', project)).rejects.toThrow(
        /^The images are not in 'data', and they could not be downloaded: .*README\.txt says/m
      )
      expect(await readFile(path.join(project, 'README.txt'), 'utf8')).toContain('cifar-10-batches-py')
    })

    test('reads CIFAR-10 by torchvision, and stops early', async () => {
      const { work, files, dataset } = await smallData('torchvision')
      const splits = { ...lessonDataset.splits, train: { ...lessonDataset.splits.train, images: 300 } }
      const info = { ...lessonDataset, splits }
      const config = { ...base, validationSplit: 0.1, patience: 1, ema: 0.5, checkpointEvery: 4 }
      const run = await carriedRun(config, dataset, info)
      const checkpoint = run.checkpointAt(4)
      const best = { step: 4, epoch: 1, loss: 0 }
      const project = await unpack({ ...checkpoint, position: { ...checkpoint.position, best } }, work)
      const script = path.join(project, 'train_on.py')
      const output = await runPython(python, [here('make-pickles.py'), files, script], '', project)
      // Nothing is better than a loss of 0, which the first epoch is said to have had.
      expect(largestDifference(lossesIn(output), run.lossesAfter(4).slice(0, 16))).toBeLessThan(1e-4)
      expect(output.match(/^validation: \d+\.\d%$/gm)).toHaveLength(2)
      expect(output).toContain('No epoch was better than 1')
    })

    test('numpy reads the order of the images without trusting it', async () => {
      const { work, dataset } = await smallData('order')
      const config = { ...base, validationSplit: 0.2, checkpointEvery: 4 }
      const project = await unpack((await carriedRun(config, dataset)).checkpointAt(14), work)
      const read = `
import glob, json, numpy as np
print(json.dumps({f[6:-4]: np.load(f, allow_pickle=False).tolist() for f in glob.glob('order/*.npy')}))`
      const rows = z
        .record(z.string(), z.array(z.int()))
        .parse(JSON.parse(await runPython(python, ['-c', read], '', project)))
      const { train, validation } = runRows(config, dataset.train.count)
      expect(rows).toEqual({
        training: [...train],
        validation: [...validation],
        'epoch-2': [...epochOrder(train, 7, 1).subarray(4 * 5)],
        'epoch-3': [...epochOrder(train, 7, 2)]
      })
    })
  }
)
