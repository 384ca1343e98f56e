import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { required } from '../../src/core/base/required'
import { z } from '../../src/core/base/schema'
import { lineText } from '../../src/core/code/code-line'
import { scriptText } from '../../src/core/code/script'
import type { Dataset } from '../../src/core/data/image-set'
import { writeScript } from '../../src/core/lesson/write-script'
import { fitModel } from '../../src/core/model/fit-model'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { FolderRequest } from '../../src/lab/contract/dataset-import'
import { ImageDecoder } from '../../src/lab/dataset/decoding/image-decoder'
import { exportFolder } from '../../src/lab/dataset/export/export-folder'
import { DataFiles } from '../../src/lab/dataset/files/data-files'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { datasetInfoOf } from '../../src/lab/dataset/files/manifest'
import { readOrigins } from '../../src/lab/dataset/write/image-origins'
import { buildDecoder, type BuiltDecoder } from '../image-files/build-decoder'
import { otherStarts } from './configurations'
import { importFolder, type StoredDataset } from './import-folder'
import { copyPicture, writePicture, writePictures } from './picture-folders'

const python = await findTorch('torch, torchvision')
let root = ''
let built: BuiltDecoder
let decoder: ImageDecoder
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-image-folder-'))
  built = await buildDecoder()
  decoder = new ImageDecoder({ decoderFile: built.decoderFile, processes: 1, secondsPerImage: 120 })
})
afterAll(async () => {
  await decoder.close()
  await built.remove()
  await rm(root, { recursive: true, force: true })
})

interface Case {
  readonly name: string
  readonly make: (folder: string) => Promise<void>
  readonly request?: Partial<FolderRequest>
  /** What there is to know of the folder beside fit and files. */
  readonly recorded: { readonly classFolders?: readonly string[]; readonly exportFirst?: boolean }
  /** Where the script cannot read the folder that was imported. */
  readonly exportedOnly?: boolean
}

const cases: readonly Case[] = [
  {
    name: 'train and test, cut to a square',
    make: (folder) =>
      writePictures(folder, { 'train/cats': 8, 'train/dogs': 6, 'test/cats': 3, 'test/dogs': 2 }),
    request: { shape: [24, 24, 3] },
    recorded: {}
  },
  {
    name: 'other names, files left out, framed, grey',
    make: async (folder) => {
      await writePictures(folder, { 'Training/cats': 8, 'Training/dogs': 6, 'val/cats': 3, 'val/dogs': 2 })
      await writePicture(path.join(folder, 'Training/cats/again.png'), 1, { width: 24 })
      await writeFile(path.join(folder, 'Training/dogs/it’s "broken".jpg'), 'no image')
      await writeFile(path.join(folder, 'val/dogs/broken.png'), 'no image')
    },
    request: { shape: [20, 32, 1], fit: 'contain' },
    recorded: {}
  },
  {
    name: 'a draw, folders in folders, turned photos, files left out, stretched',
    make: async (folder) => {
      await writePictures(folder, { 'ants/a/b': 9, 'ants/a': 4, bees: 7, Cows: 5 })
      await writePicture(path.join(folder, 'bees/again.png'), 1, { width: 24 })
      await writeFile(path.join(folder, 'Cows/broken.webp'), 'no image')
      for (let i = 1; i <= 8; i++)
        await copyPicture(`orientation-${i}.jpg`, path.join(folder, `bees/turned-${i}.jpg`))
      await copyPicture('palette-transparent.png', path.join(folder, 'Cows/palette.png'))
    },
    request: { fit: 'stretch' },
    recorded: {}
  },
  {
    name: 'opacity, and a folder without images',
    make: async (folder) => {
      await mkdir(path.join(folder, 'birds'), { recursive: true })
      for (let i = 0; i < 9; i++)
        await writePicture(path.join(folder, i % 2 === 0 ? 'ants' : 'bees', `${i}.png`), i, {
          transparent: true
        })
    },
    request: { shape: [24, 20, 4] },
    recorded: { classFolders: ['ants', 'bees'] }
  },
  {
    name: 'a hidden folder, and a class with one image',
    make: (folder) => writePictures(folder, { '.git/objects': 1, ants: 6, bees: 1, cows: 5 }),
    recorded: { classFolders: ['ants', 'bees', 'cows'] }
  },
  {
    name: 'a class in one of the two sets',
    make: (folder) =>
      writePictures(folder, {
        'train/ants': 6,
        'train/bees': 5,
        'train/cows': 4,
        'test/ants': 2,
        'test/cows': 3
      }),
    recorded: { classFolders: ['ants', 'bees', 'cows'] }
  },
  {
    name: 'files that ImageFolder does not read',
    make: async (folder) => {
      await writePictures(folder, { ants: 6, bees: 6 })
      await copyPicture('still.gif', path.join(folder, 'ants/moving.gif'))
      await writeFile(path.join(folder, 'bees/._1.png'), 'no image')
    },
    recorded: { exportFirst: true },
    exportedOnly: true
  },
  {
    name: 'validation images beside test images',
    make: (folder) =>
      writePictures(folder, {
        'train/ants': 6,
        'train/bees': 5,
        'val/ants': 2,
        'val/bees': 3,
        'test/ants': 3,
        'test/bees': 2
      }),
    recorded: { exportFirst: true },
    exportedOnly: true
  }
]

const answer = z.array(z.array(z.tuple([z.string(), z.int(), z.string()])))
type Told = readonly (readonly [file: string, label: number, pixels: string])[]

/** What the script's data sets hold: files from the folder on, labels, and pixels as bytes. */
const tell = `
import base64, json, os
def told(images):
    found = []
    for row in range(len(images)):
        image, label = images[row]
        if isinstance(image, torch.Tensor):
            values = image * torch.tensor(STD).view(-1, 1, 1) + torch.tensor(MEAN).view(-1, 1, 1)
            values = values * 255
            assert (values - values.round()).abs().max() < 0.01
            file = os.path.relpath(images.samples[row][0], folder).replace(os.sep, '/')
            pixels = bytes(values.round().byte().flatten().tolist())
            found.append([file, label, base64.b64encode(pixels).decode()])
    return found
print(json.dumps([told(train_set), told(test_set)]))
`

describe.skipIf(python === undefined)(
  'the PyTorch script of a data set made of a folder (skipped without torch)',
  () => {
    test.each(cases)(
      '$name: it has the same files, labels and split',
      async ({ name, make, request, recorded, exportedOnly }) => {
        const work = path.join(root, name.replaceAll(/\W+/g, '-'))
        const folder = path.join(work, 'pictures')
        await make(folder)
        const stored = await importFolder(decoder, path.join(work, 'datasets'), { path: folder, ...request })
        const { classFolders, exportFirst } = required(stored.manifest.made?.folder, 'a folder')
        expect({
          ...(classFolders === undefined ? {} : { classFolders }),
          ...(exportFirst === undefined ? {} : { exportFirst })
        }).toEqual(recorded)
        const data = await loadDataset(stored.folder, stored.manifest)
        if (exportedOnly !== true) {
          const [train, held] = await readByScript(work, stored, folder)
          for (const [role, told] of [
            ['train', train],
            ['test', held]
          ] as const) {
            const expected = await contentOf(stored, data, role)
            expect(filesAndLabels(told)).toEqual(filesAndLabels(expected))
            for (const [file, , pixels] of told) {
              const own = required(
                expected.find(([one]) => one === file),
                'an image'
              )[2]
              expect(meanDifference(pixels, own), file).toBeLessThan(1)
            }
          }
        }
        const exported = path.join(work, 'exported')
        await exportFolder({
          dataFiles: new DataFiles(stored.folder, stored.manifest),
          target: exported,
          signal: new AbortController().signal,
          onProgress: () => undefined
        })
        const [train, held] = await readByScript(work, stored, exported)
        expect(labelsAndPixels(train)).toEqual(labelsAndPixels(await contentOf(stored, data, 'train')))
        expect(labelsAndPixels(held)).toEqual(labelsAndPixels(await contentOf(stored, data, 'test')))

        // What was exported makes the same data set, and a script that reads it.
        const again = await importFolder(decoder, path.join(work, 'again'), {
          path: exported,
          shape: stored.manifest.shape
        })
        expect(again.manifest).toMatchObject({
          classes: stored.manifest.classes,
          normalisation: stored.manifest.normalisation
        })
        const same = await loadDataset(again.folder, again.manifest)
        for (const role of ['train', 'test'] as const)
          expect(labelsAndPixels(await contentOf(again, same, role))).toEqual(
            labelsAndPixels(await contentOf(stored, data, role))
          )
        const [trainAgain, heldAgain] = await readByScript(work, again, exported)
        expect([labelsAndPixels(trainAgain), labelsAndPixels(heldAgain)]).toEqual([
          labelsAndPixels(train),
          labelsAndPixels(held)
        ])
      }
    )

    test.each([
      [
        'filters that look at images first',
        { model: otherStarts(8), crop: 4, flip: 'random', validationSplit: 0.2 }
      ],
      [
        'everything',
        { crop: 2, flip: 'random', brightness: 0.2, contrast: 0.2, cutout: 4, validationSplit: 0.3 }
      ],
      ['few images, in turn', { trainImages: 10, flip: 'alternating', crop: 2, classWeights: 'balanced' }]
    ] as const)('runs from beginning to end with %s', async (name, changes) => {
      for (const channels of [1, 3, 4] as const) {
        const work = path.join(root, `runs ${name} ${channels}`)
        const folder = path.join(work, 'pictures')
        await writePictures(folder, { ants: 15, bees: 15, cows: 12 })
        const stored = await importFolder(decoder, path.join(work, 'datasets'), {
          path: folder,
          shape: [32, 32, channels]
        })
        const info = datasetInfoOf(stored.manifest)
        const config: RunConfig = {
          ...lessonConfig,
          ...changes,
          model: fitModel('model' in changes ? changes.model : lessonConfig.model, info),
          epochs: 1,
          logEvery: 2
        }
        const file = path.join(work, 'own.py')
        await writeFile(file, scriptText(writeScript('pytorch', config, info)))
        const output = await run(file, folder)
        expect(output).toMatch(/^\[1, {5}2\] loss: \d\.\d{3}$/m)
        expect(output).toMatch(/ants +\d+\.\d%\nbees +\d+\.\d%\ncows +\d+\.\d%/)
        expect(output.includes('validation: ')).toBe(config.validationSplit > 0)
      }
    })

    test('the first training images are of all classes where a script takes them alone', async () => {
      const work = path.join(root, 'first images')
      const folder = path.join(work, 'pictures')
      await writePictures(folder, { ants: 40, bees: 40 })
      const stored = await importFolder(decoder, path.join(work, 'datasets'), { path: folder })
      const info = datasetInfoOf(stored.manifest)
      const config = {
        ...lessonConfig,
        model: fitModel(lessonConfig.model, info),
        trainImages: 20,
        workers: 0
      }
      const lines = writeScript('pytorch', config, info).parts.data.map(lineText).join('\n')
      const file = path.join(work, 'first.py')
      await writeFile(file, `${lines}\nprint(sum(label for _, label in train_set))\n`)
      const ofSecond = Number(await run(file, folder))
      expect(ofSecond).toBeGreaterThan(3)
      expect(ofSecond).toBeLessThan(17)
    })

    test('a name in a data set from elsewhere is never code', async () => {
      const work = path.join(root, 'hostile')
      const folder = path.join(work, 'pictures')
      const hostile = `x' + print('run') + '\\"\n`
      await writePictures(folder, { 'train/ants': 5, 'train/bees': 5, 'test/ants': 2, 'test/bees': 2 })
      const stored = await importFolder(decoder, path.join(work, 'datasets'), { path: folder })
      const made = required(stored.manifest.made, 'how it was made')
      const manifest = {
        ...stored.manifest,
        made: {
          ...made,
          folder: {
            ...required(made.folder, 'a folder'),
            split: { kind: 'given' as const, folders: [hostile, hostile] satisfies [string, string] },
            leftOut: { count: 1, files: [hostile] }
          }
        }
      }
      const exported = path.join(work, 'exported')
      await rename(folder, exported)
      await writeFile(path.join(exported, 'tenfold-dataset.json'), '{}')
      const [train] = await readByScript(work, { ...stored, manifest }, exported)
      expect(train).toHaveLength(10)
    })
  }
)

/** Runs the script's part that prepares the data, and asks what it got. */
async function readByScript(
  work: string,
  { manifest }: StoredDataset,
  folder: string
): Promise<readonly [Told, Told]> {
  const info = datasetInfoOf(manifest)
  const config = { ...lessonConfig, model: fitModel(lessonConfig.model, info), workers: 0 }
  const data = writeScript('pytorch', config, info).parts.data.map(lineText).join('\n')
  const { mean, standardDeviation } = info.normalisation
  const file = path.join(work, 'data.py')
  const numbers = tell.replace('STD', JSON.stringify(standardDeviation)).replace('MEAN', JSON.stringify(mean))
  await writeFile(file, `${data}\n${numbers}`)
  const [train = [], held = []] = answer.parse(JSON.parse(await run(file, folder)))
  return [train, held]
}

async function contentOf(
  { folder, manifest }: StoredDataset,
  data: Dataset,
  role: 'train' | 'test'
): Promise<Told> {
  const origins = required(await readOrigins(folder, manifest, role), 'origins')
  const { images, labels, count } = data[role]
  const bytes = images.length / count
  return origins.map(({ name }, row) => [
    name,
    Number(labels[row]),
    Buffer.from(images.slice(row * bytes, (row + 1) * bytes)).toString('base64')
  ])
}

const filesAndLabels = (told: Told): string[] => told.map(([file, label]) => `${file} ${label}`).sort()
const labelsAndPixels = (told: Told): string[] => told.map(([, label, pixels]) => `${label} ${pixels}`).sort()

function meanDifference(one: string, other: string): number {
  const [a, b] = [Buffer.from(one, 'base64'), Buffer.from(other, 'base64')]
  expect(a.length).toBe(b.length)
  return a.reduce((sum, value, i) => sum + Math.abs(value - Number(b[i])), 0) / a.length
}

async function run(file: string, folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(python ?? '', [file, folder], {
    cwd: path.dirname(file),
    maxBuffer: 2 ** 26
  })
  return stdout
}
