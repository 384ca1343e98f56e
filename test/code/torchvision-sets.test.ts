import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { z } from '../../src/core/base/schema'
import { lineText } from '../../src/core/code/code-line'
import { scriptText } from '../../src/core/code/script'
import type { ImageSet } from '../../src/core/data/image-set'
import { writeScript } from '../../src/core/lesson/write-script'
import { fitModel } from '../../src/core/model/fit-model'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { datasetInfoOf } from '../../src/lab/dataset/files/manifest'
import { importKnown, type OfficialPlace, officialPlaces, placeForTorchvision } from './official-places'

const python = await findTorch('torch, torchvision, scipy')
let root = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-torchvision-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** The files of these tests are laid out as the official ones, but have other checksums. */
const prelude = `
import os
from torchvision.datasets import cifar, svhn, utils
for module in (cifar, svhn, utils):
    module.check_integrity = lambda path, md5=None: os.path.isfile(path)
`

const answer = z.array(z.array(z.tuple([z.int(), z.string()])))
type Told = readonly (readonly [label: number, pixels: string])[]

/** What the script's data sets hold, and its first batch of test images: labels, and pixels as bytes. */
const tell = `
import base64, json
def told(pairs):
    found = []
    for image, label in pairs:
        values = image * torch.tensor(STD).view(-1, 1, 1) + torch.tensor(MEAN).view(-1, 1, 1)
        values = values * 255
        assert (values - values.round()).abs().max() < 0.01
        pixels = bytes(values.round().byte().flatten().tolist())
        found.append([int(label), base64.b64encode(pixels).decode()])
    return found
every = lambda images: [images[row] for row in range(len(images))]
batch = zip(*next(iter(test_loader)))
print(json.dumps([told(every(train_set)), told(every(test_set)), told(batch)]))
`

describe.skipIf(python === undefined)(
  'the PyTorch script of a data set that torchvision knows (skipped without torch or scipy)',
  () => {
    test.each(officialPlaces)(
      '$className of $folder: it has the same images and labels in the same order',
      async (place) => {
        const { work, folder, info, manifest } = await prepared(place, 'same')
        const config = {
          ...lessonConfig,
          model: fitModel(lessonConfig.model, info),
          workers: 0,
          batchSize: 2
        }
        const data = writeScript('pytorch', config, info).parts.data.map(lineText).join('\n')
        expect(data).toContain(`from torchvision.datasets import ${place.className}\n`)
        expect(data).not.toContain('sys.argv')
        const { mean, standardDeviation } = info.normalisation
        const asked = tell
          .replace('STD', JSON.stringify(standardDeviation))
          .replace('MEAN', JSON.stringify(mean))
        const output = await run(work, `${prelude}\n${data}\n${asked}`)
        const [train, held, batch] = answer.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''))
        const own = await loadDataset(folder, manifest)
        expect(train).toEqual(contentOf(own.train))
        expect(held).toEqual(contentOf(own.test))
        expect(batch).toEqual(contentOf(own.test).slice(0, 2))
      }
    )

    test.each([
      [
        'everything',
        { crop: 2, flip: 'random', brightness: 0.2, contrast: 0.2, cutout: 4, validationSplit: 0.3 }
      ],
      ['few images, in turn', { trainImages: 2, flip: 'alternating', crop: 2, classWeights: 'balanced' }]
    ] as const)('runs from beginning to end with %s', async (name, changes) => {
      for (const place of officialPlaces.filter(({ className, variant }) =>
        className === 'EMNIST' ? variant === 'letters' : ['CIFAR100', 'MNIST', 'SVHN'].includes(className)
      )) {
        const { work, info } = await prepared(place, name)
        const config: RunConfig = {
          ...lessonConfig,
          ...changes,
          model: fitModel(lessonConfig.model, info),
          workers: 0,
          epochs: 1,
          batchSize: 2,
          logEvery: 1
        }
        const output = await run(work, `${prelude}\n${scriptText(writeScript('pytorch', config, info))}`)
        expect(output).toMatch(/^\[1, {5}1\] loss: (?:\d+\.\d{3}|nan)$/m)
        expect(output).toMatch(/^Accuracy: \d+\.\d%$/m)
        expect(output.includes('validation: ')).toBe('validationSplit' in changes)
      }
    })
  }
)

/** A data set, and its files where torchvision looks for them. */
async function prepared(place: OfficialPlace, purpose: string) {
  const work = path.join(root, `${purpose} ${place.className} ${place.variant ?? ''}`)
  await mkdir(work, { recursive: true })
  await placeForTorchvision(place, path.join(work, 'data'))
  const { folder, manifest } = await importKnown(place, path.join(work, 'datasets'))
  return { work, folder, manifest, info: datasetInfoOf(manifest) }
}

function contentOf({ images, labels, count }: ImageSet): Told {
  const bytes = images.length / count
  return Array.from({ length: count }, (_, row) => [
    Number(labels[row]),
    Buffer.from(images.slice(row * bytes, (row + 1) * bytes)).toString('base64')
  ])
}

async function run(work: string, script: string): Promise<string> {
  const file = path.join(work, 'script.py')
  await writeFile(file, script)
  const { stdout } = await promisify(execFile)(python ?? '', [file], { cwd: work, maxBuffer: 2 ** 26 })
  return stdout
}
