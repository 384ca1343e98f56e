import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitModel } from '../../src/core/model/fit-model'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { PictureInspection } from '../../src/lab/contract/picture'
import type { LabService } from '../../src/lab/contract/host'
import { datasetFolder, datasetInfoOf } from '../../src/lab/dataset/files/manifest'
import { writeManifest } from '../../src/lab/dataset/library/stored-manifest'
import { type GreyShapes, makeGreyShapes } from '../grey-shapes/make-grey-shapes'
import { buildDecoder, type BuiltDecoder } from '../image-files/build-decoder'
import { imageFiles } from '../image-files/expected-images'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

let root = ''
let dataFolder = ''
let service: LabService
let decoder: BuiltDecoder
let small: SmallCifar
let shapes: GreyShapes
/** One on each data set. */
let colour = ''
let grey = ''
const base: RunConfig = { ...lessonConfig, epochs: 1, workers: 1, engine: 'wasm', logEvery: 50 }

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-picture-'))
  dataFolder = path.join(root, 'data')
  const trainer = await buildTrainer(path.join(root, 'out'))
  decoder = await buildDecoder()
  small = await makeSmallCifar(path.join(root, 'small'), { perFile: 40 })
  await installSmallCifar(dataFolder, small)
  shapes = await makeGreyShapes(root, { perFile: 40 })
  const folder = path.join(dataFolder, 'datasets', shapes.manifest.id)
  await cp(shapes.folder, folder, { recursive: true })
  await writeManifest(folder, shapes.manifest)
  service = await openTestLab(dataFolder, trainer.trainerFile, decoder.decoderFile)
  colour = await train(base)
  grey = await train({ ...base, model: fitModel(base.model, datasetInfoOf(shapes.manifest)) }, 'grey-shapes')
})
afterAll(async () => {
  await service.close()
  await decoder.remove()
  await rm(root, { recursive: true, force: true })
})

async function train(config: RunConfig, dataset?: string): Promise<string> {
  const ended = nextEvent(service, isEnd)
  const { runId } = await service.lab.startRun({ config, ...(dataset === undefined ? {} : { dataset }) })
  await ended
  return runId
}

const run = (runId: string): { kind: 'run'; runId: string } => ({ kind: 'run', runId })

/** u8[channels, height, width] in base64 -> a PNG in base64 */
async function asPng(image: string, [height, width, channels]: readonly number[]): Promise<string> {
  const planes = Buffer.from(image, 'base64')
  const [h = 0, w = 0, c = 0] = [height, width, channels]
  const pixels = Buffer.alloc(planes.length)
  for (let at = 0; at < h * w; at++)
    for (let channel = 0; channel < c; channel++)
      pixels.writeUInt8(planes.readUInt8(channel * h * w + at), at * c + channel)
  const raw = { height: h, width: w, channels: c === 1 ? (1 as const) : (3 as const) }
  return (await sharp(pixels, { raw }).png().toBuffer()).toString('base64')
}

const fileNamed = async (name: string): Promise<{ name: string; content: string }> => ({
  name,
  content: (await readFile(path.join(imageFiles, name))).toString('base64')
})

describe('a picture that is inspected', () => {
  test.each([
    ['colour', (): string => colour, (): string => small.manifest.id, [32, 32, 3]],
    ['grey', (): string => grey, (): string => 'grey-shapes', [20, 28, 1]]
  ] as const)(
    'and is a test image in %s has the very scores of its row, layer by layer',
    async (_, runId, dataset, shape) => {
      for (const row of [0, 17]) {
        const network = run(runId())
        const { label, loss, ...seen } = await service.lab.inspectImage({
          dataset: dataset(),
          network,
          split: 'test',
          row
        })
        expect(loss).toBeGreaterThan(0)
        const picture = { name: `${label}.png`, content: await asPng(seen.image, shape) }
        const [height, width] = shape
        for (const fit of ['cover', 'contain', 'stretch'] as const) {
          const { file, ...same } = await service.lab.inspectPicture({ network, picture, fit })
          expect(same).toEqual(seen)
          expect(file).toMatchObject({ width, height, format: 'png', fit })
          expect(file?.notes).not.toContain('enlarged')
        }
        expect(await service.lab.inspectPicture({ network, picture: { pixels: seen.image } })).toEqual(seen)
      }
    }
  )

  test('is fitted to the network, and what its file was is told', async () => {
    const look = async (fit: 'cover' | 'contain' | 'stretch'): Promise<PictureInspection> =>
      service.lab.inspectPicture({ network: run(colour), picture: await fileNamed('orientation-6.jpg'), fit })
    const [cut, framed, stretched] = [await look('cover'), await look('contain'), await look('stretch')]
    for (const { image, classes, input, probabilities } of [cut, framed, stretched]) {
      expect(Buffer.from(image, 'base64')).toHaveLength(3072)
      expect(classes).toEqual(small.manifest.classes)
      expect(input.shape).toEqual([32, 32, 3])
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
    }
    expect(new Set([cut, framed, stretched].map(({ image }) => image)).size).toBe(3)
    expect(cut.file).toMatchObject({ format: 'jpeg', fit: 'cover' })
    expect(cut.file?.notes).toContain('rotated')
  })

  test('meets the weights of the step that is asked for, and those of a network that was never trained', async () => {
    const picture = await fileNamed('rgb.png')
    const first = await service.lab.inspectPicture({ network: { ...run(colour), step: 0 }, picture })
    const untrained = await service.lab.inspectPicture({
      network: { kind: 'untrained', config: base },
      picture
    })
    expect(first).toEqual(untrained)
    expect(first.step).toBe(0)
    const late = await service.lab.inspectPicture({ network: run(colour), picture })
    expect(late.step).toBeGreaterThan(0)
    expect(late.image).toBe(first.image)
    expect(late.logits).not.toEqual(first.logits)
  })

  test('that cannot be read is refused as the decoder refuses it; pixels of another size, too', async () => {
    const network = run(colour)
    const refusal = (name: string, bytes: Buffer): Promise<unknown> =>
      service.lab.inspectPicture({ network, picture: { name, content: bytes.toString('base64') } })
    await expect(refusal('a/b/text.png', Buffer.from('no picture'))).rejects.toMatchObject({
      code: 'unsupported',
      message: 'text.png is a text file. Tenfold reads PNG, JPEG, WebP, GIF, TIFF, BMP, and AVIF.'
    })
    await expect(refusal('nothing.png', Buffer.alloc(0))).rejects.toMatchObject({
      code: 'data-corrupt',
      message: 'nothing.png is empty.'
    })
    const cut = (await readFile(path.join(imageFiles, 'baseline.jpg'))).subarray(0, 700)
    await expect(refusal('cut.jpg', cut)).rejects.toMatchObject({ code: 'data-corrupt' })
    const pixels = Buffer.alloc(560).toString('base64')
    await expect(service.lab.inspectPicture({ network, picture: { pixels } })).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'The picture has 560 bytes of pixels, but the network takes images of 32 × 32 × 3.'
    })
    const step = 7
    const picture = await fileNamed('rgb.png')
    await expect(
      service.lab.inspectPicture({ network: { ...network, step }, picture })
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('needs no data set on this machine: the run knows its classes', async () => {
    const folder = datasetFolder(dataFolder, small.manifest)
    await rename(folder, `${folder}-away`)
    const seen = await service.lab.inspectPicture({
      network: run(colour),
      picture: await fileNamed('rgb.png')
    })
    expect(seen.classes).toEqual(small.manifest.classes)
    await rename(`${folder}-away`, folder)
  })
})
