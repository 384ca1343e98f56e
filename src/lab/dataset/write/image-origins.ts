import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { readSealedFile, sealedText } from '../../storage/sealed-file'
import type { DatasetManifest } from '../files/manifest'

/** Where an image of a data set comes from. */
const imageOrigin = z.object({
  /** The file, from the folder that was imported on, with `/` between the parts; or what else says it. */
  name: z.string().max(4096),
  /** sha256 of the file's bytes; left out where there was no file. */
  sha256: z.string().optional(),
  /** Its own [width, height] before it was fitted, where that differs. */
  size: z.tuple([z.int(), z.int()]).optional()
})
export type ImageOrigin = z.infer<typeof imageOrigin>

const kind = {
  name: 'list of where images come from',
  format: 2,
  content: z.object({ images: z.array(imageOrigin) })
}

/** What stands in the file beside a file of images: one entry for each of them, in the same order. */
export function originsText(images: readonly ImageOrigin[]): string {
  return sealedText(kind, { images: [...images] })
}

/**
 * Where the images of a role come from, by row.
 * @returns undefined for a data set that does not say
 * @throws LabError 'data-corrupt' | 'unsupported' | 'storage'
 */
export async function readOrigins(
  folder: string,
  { files }: Pick<DatasetManifest, 'files'>,
  role: 'train' | 'test'
): Promise<readonly ImageOrigin[] | undefined> {
  const all: ImageOrigin[] = []
  for (const file of files.filter((one) => one.role === role)) {
    if (file.origins === undefined) return undefined
    const place = path.join(folder, file.origins)
    const read = await readSealedFile(place, kind, () => remedy)
    if (read === undefined) return undefined
    const { images } = read
    if (images.length !== file.images)
      throw new LabError(
        'data-corrupt',
        `${place} is damaged: it does not have an entry for each image.`,
        remedy
      )
    for (const image of images) all.push(image)
  }
  return all
}

const remedy =
  'The images themselves are not affected. Import the data set again to know where they come from.'
