import { execFile } from 'node:child_process'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { augmentationKinds } from '../../src/core/augmentation/augmentation-kinds'
import { crop } from '../../src/core/augmentation/crop'
import { cutout } from '../../src/core/augmentation/cutout'
import { flip } from '../../src/core/augmentation/flip'
import { lineText } from '../../src/core/code/code-line'
import { scriptText } from '../../src/core/code/script'
import { writeScript } from '../../src/core/lesson/write-script'
import { fitModel } from '../../src/core/model/fit-model'
import { parameterShapes } from '../../src/core/model/infer-shapes'
import { volume } from '../../src/core/layers/shape'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { z } from '../../src/core/base/schema'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { required } from '../../src/core/base/required'
import { startWeights } from '../../src/core/training/start-weights'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { compareStarts, scriptStarts } from './compare-starts'
import { compared, otherStarts, runnable } from './configurations'
import { ownDatasets } from './own-datasets'
import {
  base64,
  batch,
  largestDifference,
  movedThoughFrozen,
  referenceSteps,
  testImages,
  trainingLabels
} from './reference-steps'

const run = promisify(execFile)
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
let folder = ''

/** The package that a script imports is no dependency here; the parts that it is made of are. */
const tfjs = `
import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops'
export * from '@tensorflow/tfjs-core'
export * from '@tensorflow/tfjs-layers'
`

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-tfjs-'))
  const target = path.join(folder, 'node_modules', '@tensorflow', 'tfjs')
  const entry = path.join(folder, 'tfjs.mjs')
  await writeFile(entry, tfjs)
  await symlink(modules, path.join(folder, 'node_modules'), 'dir')
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      minify: false,
      outDir: path.join(folder, 'built'),
      rolldownOptions: { input: entry, output: { format: 'es', entryFileNames: 'index.mjs' } }
    }
  })
  await rm(path.join(folder, 'node_modules'))
  await mkdir(target, { recursive: true })
  await rename(path.join(folder, 'built', 'index.mjs'), path.join(target, 'index.mjs'))
  await writeFile(path.join(target, 'package.json'), '{"name":"@tensorflow/tfjs","main":"index.mjs"}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const answer = z.object({
  parameters: z.int(),
  logits: z.array(z.number()),
  losses: z.array(z.number()),
  moved: z.array(z.boolean())
})

describe('the TensorFlow.js script', () => {
  test.each(compared)('computes what the reference engine computes: $name', async ({ name, config }) => {
    const expected = await referenceSteps(config)
    const { images, labels } = testImages()
    const work = path.join(folder, name.replaceAll(' ', '-'))
    await mkdir(work)
    const asked = path.join(work, 'asked.json')
    const weights = expected.weights.map(({ name, shape, values }) => ({
      name,
      shape,
      values: base64(values)
    }))
    await writeFile(asked, JSON.stringify({ batch, images: base64(images), labels: base64(labels), weights }))
    const file = path.join(work, 'steps.mjs')
    const harness = await readFile(new URL('tfjs-harness.part', import.meta.url), 'utf8')
    await writeFile(file, [...networkAndStep(config), harness].join('\n'))
    const { stdout } = await run('node', [file, asked])
    const actual = answer.parse(JSON.parse(lastLine(stdout)))
    const all = parameterShapes(config.model).reduce((sum, { shape }) => sum + volume(shape), 0)
    expect(actual.parameters).toBe(all)
    expect(largestDifference(actual.logits, expected.logits)).toBeLessThan(1e-5)
    expect(largestDifference(actual.losses, expected.losses)).toBeLessThan(1e-3)
    expect(actual.moved).toContain(true)
    expect(movedThoughFrozen(config.model, actual.moved)).toEqual([])
  })

  test.each(runnable)('runs from beginning to end with $name', async ({ name, config }) => {
    const work = path.join(folder, `whole ${name}`)
    const small = await makeSmallCifar(work, { perFile: 10 })
    const changed = { ...config, epochs: 1, logEvery: 2, trainImages: 30, checkpointEvery: 3 }
    const file = path.join(work, 'cifar.mjs')
    await writeFile(file, scriptText(writeScript('tfjs', changed, lessonDataset)))
    const { stdout } = await run('node', [file, small.folder], { cwd: work })
    const logged = stdout.match(/^\[\d+,[ \d]{6}\] loss: \d\.\d{3}$/gm)
    expect(await readFile(path.join(work, 'step.json'), 'utf8')).toContain('"weightData":')
    expect(logged).toHaveLength(Math.floor(Math.ceil(30 / config.batchSize) / 2))
    expect(stdout).toMatch(
      config.validationSplit > 0 ? /validation: \d+\.\d%\nFinished/ : /\nFinished Training\n/
    )
    expect(stdout).toMatch(
      /Accuracy: \d+\.\d%\nplane \d+\.\d%\n(?:\w+ +\d+\.\d%\n){8}truck \d+\.\d%\n(?:Accuracy of the average: \d+\.\d%\n)?$/
    )
    expect(stdout.includes('of the average')).toBe(config.ema > 0)
  })

  test('changes training images as the core does, and no others', async () => {
    const work = path.join(folder, 'augmented')
    const { folder: files, manifest } = await makeSmallCifar(work, { perFile: 10 })
    const { train } = await loadDataset(files, manifest)
    const bytesOf = async (change: Partial<RunConfig>, epoch: string): Promise<number[][]> => {
      const config = { ...lessonConfig, ...change }
      const data = writeScript('tfjs', config, lessonDataset).parts.data.map(lineText)
      const file = path.join(work, 'check.mjs')
      const rows = 'Array.from({ length: 20 }, (_, i) => i)'
      const bytes = `makeBatch(trainBytes, ${rows}, ${epoch}).x.transpose([0, 3, 1, 2]).mul(127.5).add(127.5)`
      await writeFile(
        file,
        [...data, `console.log(JSON.stringify(${bytes}.reshape([20, -1]).arraySync()))`].join('\n')
      )
      const { stdout } = await run('node', [file, files], { maxBuffer: 2 ** 26 })
      return z.array(z.array(z.number())).parse(JSON.parse(lastLine(stdout)))
    }
    const plain = Array.from({ length: 20 }, (_, row) => train.images.slice(row * 3072, (row + 1) * 3072))
    const near = (one: ArrayLike<number>, other: ArrayLike<number>, most = 1): boolean =>
      Array.from(one).every((value, i) => Math.abs(value - (other[i] ?? NaN)) <= most)
    const images = { shape: [32, 32, 3] as const, fill: [128, 128, 128] }
    const made = (image: Uint8Array, apply: (copy: Uint8Array) => void): Uint8Array => {
      const copy = image.slice()
      apply(copy)
      return copy
    }
    const places = (from: number, to: number): number[] =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i)

    for (const change of [
      { crop: 1 },
      { cutout: 30 },
      { flip: 'random' },
      { brightness: 1 },
      { contrast: 1 }
    ] as const) {
      const untouched = await bytesOf(change, 'undefined')
      plain.forEach((image, row) => {
        expect(near(image, untouched[row] ?? [])).toBe(true)
      })
    }
    const shifted = await bytesOf({ crop: 1 }, '0')
    const mirrored = await bytesOf({ flip: 'random' }, '0')
    const blanked = await bytesOf({ cutout: 5 }, '0')
    const [even, odd] = [
      await bytesOf({ flip: 'alternating' }, '0'),
      await bytesOf({ flip: 'alternating' }, '1')
    ]
    plain.forEach((image, row) => {
      const mirror = made(image, (copy) => {
        flip.apply(copy, true, images)
      })
      const all = places(-1, 1).flatMap((down) =>
        places(-1, 1).map((right) =>
          made(image, (copy) => {
            crop.apply(copy, { down, right }, images)
          })
        )
      )
      expect(all.some((one) => near(one, shifted[row] ?? []))).toBe(true)
      expect([image, mirror].some((one) => near(one, mirrored[row] ?? []))).toBe(true)
      const pair = [even[row] ?? [], odd[row] ?? []] as const
      expect(
        (near(image, pair[0]) && near(mirror, pair[1])) || (near(mirror, pair[0]) && near(image, pair[1]))
      ).toBe(true)
      const squares = places(-2, 29).flatMap((top) => places(-2, 29).map((left) => ({ top, left, side: 5 })))
      const found = squares.some((square) =>
        near(
          made(image, (copy) => {
            cutout.apply(copy, square, images)
          }),
          blanked[row] ?? []
        )
      )
      expect(found).toBe(true)
    })
    for (const kind of ['brightness', 'contrast'] as const) {
      const changed = await bytesOf({ [kind]: 0.5 }, '0')
      plain.forEach((image, row) => {
        const factors = places(0, 1000).map((i) => 0.5 + i / 1000)
        const found = factors.some((factor) =>
          near(
            made(image, (copy) => {
              augmentationKinds[kind].apply(copy, factor, images)
            }),
            changed[row] ?? [],
            // Not cut down to bytes, and by a factor that is not exactly one of these.
            2
          )
        )
        expect(found).toBe(true)
      })
    }
  })

  test.each([
    { name: 'in colour', filters: 24, channelOf: (channel: number) => channel },
    { name: 'in colour', filters: 10, channelOf: (channel: number) => channel },
    // Their patches vary in a third of all directions only.
    { name: 'that are grey in three channels', filters: 24, channelOf: () => 0 }
  ])('its $filters filters start as here, for images $name', async ({ name, filters, channelOf }) => {
    const config: RunConfig = { ...lessonConfig, epochs: 1, model: otherStarts(filters) }
    const work = path.join(folder, `starts ${filters} ${name}`)
    const { folder: files, manifest } = await makeSmallCifar(work, { perFile: 10 })
    const { train } = await loadDataset(files, manifest)
    const images = train.images.map((_, i, all) => {
      const channel = Math.floor(i / 1024) % 3
      return required(all[i + 1024 * (channelOf(channel) - channel)], 'a byte')
    })
    for (const [i, { name: file }] of manifest.files.filter(({ role }) => role === 'train').entries()) {
      const records = await readFile(path.join(files, file))
      for (let row = 0; row < 10; row++) {
        const from = (i * 10 + row) * 3072
        records.set(images.subarray(from, from + 3072), row * 3073 + 1)
      }
      await writeFile(path.join(files, file), records)
    }
    const file = path.join(work, 'starts.mjs')
    const script = scriptText(writeScript('tfjs', config, lessonDataset))
    const layer = (name: string): string => `values(model.getLayer('${name}').getWeights())`
    await writeFile(
      file,
      script.replace(
        'let step = 0',
        `const values = (weights) => {
           const [kernel, bias] = weights.map((weight) => [...weight.dataSync()])
           return { kernel, bias }
         }
         console.log(JSON.stringify({ whiten: ${layer('whiten')}, identity: ${layer('forward')} }))
         process.exit()
         let step = 0`
      )
    )
    const { stdout } = await run('node', [file, files], { cwd: work })
    const expected = startWeights(config, { ...train, images })
    compareStarts(scriptStarts.parse(JSON.parse(lastLine(stdout))), expected, 1e-2)
  })

  test.each(ownDatasets)('runs from beginning to end on $name', async ({ name, make }) => {
    const work = path.join(folder, name)
    const { folder: files, info } = await make(path.join(work, 'data'))
    const model = fitModel(lessonConfig.model, info)
    const augmentation = { crop: 2, flip: 'alternating', brightness: 0.2, contrast: 0.2, cutout: 4 } as const
    const config = { ...lessonConfig, ...augmentation, model, epochs: 1, logEvery: 5, trainImages: 40 }
    const file = path.join(work, 'own.mjs')
    await writeFile(file, scriptText(writeScript('tfjs', config, info)))
    const { stdout } = await run('node', [file, files], { cwd: work })
    expect(stdout.match(/^\[1,[ \d]{6}\] loss: \d\.\d{3}$/gm)).toHaveLength(2)
    const shares = stdout.split('\n').filter((line) => info.classes.some((one) => line.startsWith(`${one} `)))
    expect(shares).toHaveLength(info.classes.length)
  })
})

/** The script without its files, and its loop's one step as a function of a batch. */
function networkAndStep(config: RunConfig): readonly string[] {
  const { parts } = writeScript('tfjs', config, lessonDataset)
  const text = parts.data.map(lineText)
  const imports = text.filter((line) => line.startsWith('import'))
  const batching = text.slice(
    text.findIndex((line) => line.startsWith('const pixels')),
    text.findIndex((line) => line.startsWith('function shuffled'))
  )
  const train = parts.train.map(lineText)
  const begin = train.findIndex((line) => line.includes('runningLoss += tf.tidy'))
  const end = train.findIndex((line, i) => i > begin && line === '    })')
  const step = [
    'function trainOn(x, y) {',
    'return tf.tidy(() => {',
    ...train.slice(begin + 1, end),
    '})',
    '}'
  ]
  const trainImages = [
    `const trainRows = ${JSON.stringify(trainingLabels.map((_, row) => row))}`,
    `const trainLabels = ${JSON.stringify(trainingLabels)}`,
    'const trainBytes = Buffer.alloc(trainRows.length * record)',
    'trainRows.forEach((row) => (trainBytes[row * record] = trainLabels[row]))'
  ]
  return [
    ...imports,
    ...batching,
    ...trainImages,
    ...[...parts.network, ...parts.optimizer].map(lineText),
    ...step
  ]
}

/** What a library says before it is not of interest. */
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
