import path from 'node:path'
import { parseInput } from '../../../core/base/parse-input'
import { LabError } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { readStoredFile } from '../../storage/read-stored-file'
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

const originsFile = z.object({ format: z.literal(1), images: z.array(imageOrigin) })

/** A file of a few thousand images has half a megabyte. */
const mostBytes = 64 * 2 ** 20

/** What stands in the file beside a file of images: one entry for each of them, in the same order. */
export function originsText(images: readonly ImageOrigin[]): string {
  return `${JSON.stringify({ format: 1, images })}\n`
}

/**
 * Where the images of a role come from, by row.
 * @returns undefined for a data set that does not say
 * @throws LabError 'data-corrupt' | 'storage'
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
    const bytes = await readStoredFile(place, mostBytes)
    if (bytes === undefined) return undefined
    const { images } = parseInput(
      originsFile,
      parseJson(bytes.toString('utf8'), place),
      place,
      'data-corrupt'
    )
    if (images.length !== file.images) throw damaged(place, 'it does not have an entry for each image')
    for (const image of images) all.push(image)
  }
  return all
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(place, 'it is not JSON', cause)
  }
}

function damaged(place: string, what: string, cause?: unknown): LabError {
  return new LabError(
    'data-corrupt',
    `${place} is damaged: ${what}.`,
    'The images themselves are not affected. Import the data set again to know where they come from.',
    cause
  )
}
