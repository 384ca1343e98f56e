import { parseInput } from '../../core/base/parse-input'
import { type ImageShape, imageShape } from '../../core/data/dataset-info'
import type { ImageFit } from '../../core/data/image-file'
import { requireFit } from '../../core/model/fit-model'
import { classCount } from '../../core/model/infer-shapes'
import { imagesToStart } from '../../core/model/initial-weights'
import { picture as pictureSchema, type Picture, type PictureInspection } from '../contract/picture'
import type { DatasetPlace } from '../training/trainer-protocol'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { readingNetwork } from './reading-network'
import type { ResolvedNetwork } from './resolve-network'

export function pictureMethods(parts: LabParts): Methods<'inspectPicture'> {
  return {
    inspectPicture: ({ dataset, network, picture, fit = 'cover' }) =>
      readingNetwork(parts, network, async (resolved) => {
        const { model } = resolved.config
        const classes = await classesOf(parts, resolved, dataset)
        const shape = parseInput(imageShape, model.inputShape, 'The size of the network’s images')
        // The command line calls this without an edge that parses.
        const given = parseInput(pictureSchema, picture, 'The picture')
        const { pixels, file } = await fitPicture(parts, given, shape, fit)
        const place = await startImages(parts, resolved, dataset)
        const seen = await parts.inspector.inspectPicture({
          network: resolved.source,
          classes: [...classes],
          pixels,
          ...(place === undefined ? {} : { dataset: place })
        })
        return { ...seen, ...(file === undefined ? {} : { file }) }
      })
  }
}

/** What the scores are called: as the run recorded it, else as in the data set where it has as many. */
async function classesOf(
  { datasets }: LabParts,
  { config: { model }, source, classes, dataset }: ResolvedNetwork,
  id: string | undefined
): Promise<readonly string[]> {
  const count = classCount(model)
  if (classes.length === count) return classes
  const { info } = dataset ?? (await datasets.find(id))
  if (source.kind === 'untrained') requireFit(model, info)
  return info.classes.length === count
    ? info.classes
    : Array.from({ length: count }, (_, i) => `class ${i + 1}`)
}

/** Where the network's start weights are computed from images: those of its data set. */
async function startImages(
  { datasets }: LabParts,
  { config: { model }, source, dataset }: ResolvedNetwork,
  id: string | undefined
): Promise<DatasetPlace | undefined> {
  if (source.kind !== 'untrained' || imagesToStart(model) === 0) return undefined
  return readyDataset(dataset ?? (await datasets.find(id)))
}

/** @returns base64 of u8[channels, height, width], and what its file was */
async function fitPicture(
  { decoder }: LabParts,
  picture: Picture,
  shape: ImageShape,
  fit: ImageFit
): Promise<{ readonly pixels: string; readonly file?: PictureInspection['file'] }> {
  if ('pixels' in picture) return picture
  const { name, content } = picture
  const bytes = new Uint8Array(Buffer.from(content, 'base64'))
  const { pixels, width, height, format, notes } = await decoder.decode({
    source: { name, bytes },
    shape,
    fit
  })
  return { pixels: toBase64(pixels), file: { width, height, format, notes, fit } }
}
