import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { lineText } from '../../src/core/code/code-line'
import { scriptText } from '../../src/core/code/script'
import { writeScript } from '../../src/core/lesson/write-script'
import { fitModel } from '../../src/core/model/fit-model'
import { required } from '../../src/core/base/required'
import { countParameters } from '../../src/core/model/infer-shapes'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { z } from '../../src/core/base/schema'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { startWeights } from '../../src/core/training/start-weights'
import { encodePth } from '../../src/lab/exchange/torch/encode-pth'
import { stateDict, trainingStateDict } from '../../src/lab/exchange/torch/state-dict'
import { untrainedState } from '../../src/core/model/weights'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { compareStarts, scriptStarts } from './compare-starts'
import { compared, otherStarts, runnable } from './configurations'
import { ownDatasets } from './own-datasets'
import { runPython } from './run-python'
import { networkAndOptimizer, trainParts } from './script-parts'
import {
  base64,
  batch,
  checkpointOf,
  largestDifference,
  movedThoughFrozen,
  referenceSteps,
  testImages,
  trainingLabels
} from './reference-steps'

const python = await findTorch('torch, torchvision')
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-pytorch-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const answers = z.array(
  z.object({
    parameters: z.int(),
    shapes: z.record(z.string(), z.array(z.int())),
    logits: z.array(z.number()),
    losses: z.array(z.number()),
    moved: z.array(z.boolean())
  })
)

describe.skipIf(python === undefined)(
  'the PyTorch script (skipped without a python3 that has torch and torchvision; PYTHON names one)',
  () => {
    test('its networks and optimizers compute what the reference engine computes, and train on from a checkpoint', async () => {
      const { images, labels } = testImages()
      const steps = await Promise.all(
        compared.map(async ({ config }) => {
          const first = await referenceSteps(config)
          return { config, first, second: await referenceSteps(config, first.state) }
        })
      )
      const cases = await Promise.all(
        steps.map(async ({ config, first }, i) => {
          const start = checkpointOf(config, untrainedState(first.weights))
          const [fresh, trained, training] = [`${i}.pth`, `${i}-trained.pth`, `${i}-training.pth`].map(
            (name) => path.join(folder, name)
          )
          const checkpoint = checkpointOf(config, first.state)
          await writeFile(fresh ?? '', encodePth('fresh', stateDict(start)))
          await writeFile(trained ?? '', encodePth('trained', stateDict(checkpoint)))
          await writeFile(training ?? '', encodePth('training', trainingStateDict(checkpoint)))
          const code = { name: compared[i]?.name, code: networkAndOptimizer(config), ...trainParts(config) }
          return [
            { ...code, weights: fresh },
            { ...code, weights: trained, training }
          ]
        })
      )
      const asked = {
        batch,
        images: base64(images),
        labels: base64(labels),
        trainingLabels,
        cases: cases.flat()
      }
      const actual = answers.parse(
        JSON.parse(await runPython(python, [here('pytorch-harness.py')], JSON.stringify(asked)))
      )
      expect(actual[0]?.parameters).toBe(62_006)
      expect(actual[0]?.shapes).toMatchObject({ 'conv1.weight': [6, 3, 5, 5], 'fc1.weight': [120, 400] })
      steps.forEach(({ config, first, second }, i) => {
        for (const [at, expected] of [first, second].entries()) {
          const name = `${compared[i]?.name}, ${at === 0 ? 'from the start' : 'trained on'}`
          const case_ = actual[2 * i + at]
          expect(case_?.parameters, name).toBe(countParameters(config.model))
          const most = expected.logits.reduce((largest, logit) => Math.max(largest, Math.abs(logit)), 0)
          const difference = largestDifference(case_?.logits ?? [], expected.logits)
          expect(difference, name).toBeLessThan(1e-5 * Math.max(1, most))
          expect(largestDifference(case_?.losses ?? [], expected.losses), name).toBeLessThan(1e-4)
          expect(case_?.moved, name).toContain(true)
          expect(movedThoughFrozen(config.model, case_?.moved ?? []), name).toEqual([])
        }
      })
    })

    test.each(runnable)('runs from beginning to end with $name', async ({ name, config }) => {
      const work = path.join(folder, name.replaceAll(' ', '-'))
      const small = await makeSmallCifar(work, { perFile: 60 })
      const file = path.join(work, 'cifar.py')
      await writeFile(file, scriptText(writeScript('pytorch', config, lessonDataset)))
      const output = await runPython(python, [here('make-pickles.py'), small.folder, file], '', work)
      const lines = output.split('\n').filter((line) => !line.startsWith('Files already'))
      const perEpoch = Math.floor(stepsOf(config) / config.logEvery)
      const validations = lines.filter((line) => line.startsWith('validation: ')).length
      // Early stopping may leave some out.
      const epochs = config.patience > 0 ? validations : config.epochs
      expect(epochs).toBeGreaterThan(0)
      expect(epochs).toBeLessThanOrEqual(config.epochs)
      expect(lines.filter((line) => /^\[\d+,[ \d]{6}\] loss: \d\.\d{3}$/.test(line))).toHaveLength(
        perEpoch * epochs
      )
      expect(validations).toBe(config.validationSplit > 0 ? epochs : 0)
      expect(lines).toContain('Finished Training')
      expect(existsSync(path.join(work, 'step.pth'))).toBe(
        stepsOf(config) * config.epochs >= config.checkpointEvery
      )
      expect(output).toMatch(
        /Accuracy: \d+\.\d%\nplane \d+\.\d%\n(?:\w+ +\d+\.\d%\n){8}truck \d+\.\d%\n(?:Accuracy of the average: \d+\.\d%\n)?$/
      )
      expect(output.includes('of the average')).toBe(config.ema > 0)
    })

    test.each(['random', 'alternating'] as const)(
      'changes training images only, in each epoch: flip %s',
      async (flip) => {
        const config = { ...lessonConfig, flip, crop: 4, cutout: 8, validationSplit: 0.2, workers: 0 }
        const only = { ...lessonConfig, flip, validationSplit: 0.2, workers: 0 }
        const checks = `
def same(images, row):
    return torch.equal(images[row][0], images[row][0])
def whole(images):
    return torch.stack([images[row][0] for row in range(40)])
print([all(same(images, row) for row in range(20)) for images in (train_set, held_set, test_set)])
train_set.epoch = 0
first = whole(train_set)
train_set.epoch = 1
print((first == whole(train_set).flip(-1)).flatten(1).all(1).sum().item())
`
        const said: string[] = []
        for (const [i, one] of [config, only].entries()) {
          const work = path.join(folder, `augmented-${flip}-${i}`)
          const small = await makeSmallCifar(work, { perFile: 60 })
          const file = path.join(work, 'check.py')
          const data = writeScript('pytorch', one, lessonDataset).parts.data.map(lineText).join('\n')
          await writeFile(file, `${data}\n${checks}`)
          said.push(await runPython(python, [here('make-pickles.py'), small.folder, file], '', work))
        }
        expect(said[0]).toContain('[False, True, True]')
        // With a coin in each epoch, about half of them change sides.
        const turned = Number(said[1]?.trim().split('\n').at(-1))
        if (flip === 'alternating') expect(turned).toBe(40)
        else expect(turned).toBeLessThan(40)
      }
    )

    test.each([
      ['images as they are', {}],
      ['fewer filters than directions', { model: otherStarts(10) }],
      ['images that are changed', { flip: 'random', crop: 4, brightness: 0.3, cutout: 8 }],
      ['images that are changed and mirrored in turn', { flip: 'alternating', crop: 4 }]
    ] as const)('its filters start as here: %s', async (name, change) => {
      const config: RunConfig = { ...lessonConfig, epochs: 1, model: otherStarts(24), ...change }
      const work = path.join(folder, `starts ${name}`)
      const small = await makeSmallCifar(work, { perFile: 60 })
      const { folder: files, manifest } = small
      const file = path.join(work, 'starts.py')
      const script = scriptText(writeScript('pytorch', config, lessonDataset))
      const layer = (name: string): string =>
        `dict(kernel=net.${name}.weight.permute(2, 3, 1, 0).flatten().tolist(), bias=net.${name}.bias.tolist())`
      await writeFile(
        file,
        script.replace(
          '    for epoch in range(1):',
          `    import json, sys
    print(json.dumps(dict(whiten=${layer('whiten')}, identity=${layer('forward_')})))
    sys.exit()
    for epoch in range(1):`
        )
      )
      const output = await runPython(python, [here('make-pickles.py'), files, file], '', work)
      const answer = required(output.trim().split('\n').at(-1), 'an answer')
      const { train } = await loadDataset(files, manifest)
      compareStarts(scriptStarts.parse(JSON.parse(answer)), startWeights(config, train), 1e-2)
    })

    test.each(ownDatasets)('runs from beginning to end on $name', async ({ name, make }) => {
      const work = path.join(folder, name.replaceAll(' ', '-'))
      const { folder: files, info } = await make(path.join(work, 'data'))
      const model = fitModel(lessonConfig.model, info)
      const augmentation = {
        crop: 2,
        flip: 'alternating',
        brightness: 0.2,
        contrast: 0.2,
        cutout: 4
      } as const
      const config = { ...lessonConfig, ...augmentation, model, epochs: 1, logEvery: 5, trainImages: 40 }
      const file = path.join(work, 'own.py')
      await writeFile(file, scriptText(writeScript('pytorch', config, info)))
      const output = await runPython(python, [file, files], '', work)
      expect(output.match(/^\[1,[ \d]{6}\] loss: \d\.\d{3}$/gm)).toHaveLength(2)
      const shares = output
        .split('\n')
        .filter((line) => info.classes.some((one) => line.startsWith(`${one} `)))
      expect(shares).toHaveLength(info.classes.length)
    })
  }
)

/** Steps of an epoch on five files of 60 images. */
function stepsOf({ validationSplit, trainImages, batchSize }: RunConfig): number {
  const kept = 300 - Math.round(300 * validationSplit)
  return Math.ceil((trainImages > 0 ? Math.min(kept, trainImages) : kept) / batchSize)
}
