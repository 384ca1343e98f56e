import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import type { ImageShape } from '../../../core/data/dataset-info'
import type { SplitEntry } from '../../../core/data/split-images'
import type { FolderExamination } from '../../contract/dataset-import'
import type { DecodedImage, ImageRequest } from '../decoding/decoder-protocol'
import { scanFolder } from './scan-folder'

/** Images that are looked at to know their sizes. */
const sampled = 24
/** Images of a preview. */
const mostExamples = 12
/** Sides that are suggested, the usual ones of small data sets. */
const sides = [32, 48, 64] as const
/** Looking takes long enough with a small target. */
const look: ImageShape = [32, 32, 3]

/**
 * What is in a folder, and how it might become a data set: names of all files, sizes of some.
 * @throws LabError as `scanFolder`
 */
export async function examineFolder(
  root: string,
  decode: (request: ImageRequest) => Promise<DecodedImage>
): Promise<FolderExamination> {
  const { classes, files, isSplit, card, findings } = await scanFolder(root)
  const all = [...files.train, ...files.test]
  const images = await decodeSome(root, all, decode)
  const sizes = images
    .map(({ width, height }): [number, number] => [width, height])
    .sort((a, b) => a[0] * a[1] - b[0] * b[1])
  const median = sizes[Math.floor(sizes.length / 2)] ?? [0, 0]
  const grey = images.length > 0 && images.every(({ notes }) => notes.includes('grey'))
  const count = (entries: readonly SplitEntry[], wanted: number): number =>
    entries.filter(({ label }) => label === wanted).length
  return {
    path: root,
    name: card?.name ?? path.basename(root),
    classes: classes.map((name, label) => ({
      name,
      train: count(files.train, label),
      test: count(files.test, label)
    })),
    isSplit,
    findings: [...findings],
    sample: { images: images.length, median, grey },
    shape: [...(card?.shape ?? suggest(median, grey))],
    examples: examplesOf(all, classes.length)
  }
}

/** Evenly over all of them: the first ones may be of one kind. */
async function decodeSome(
  root: string,
  entries: readonly SplitEntry[],
  decode: (request: ImageRequest) => Promise<DecodedImage>
): Promise<readonly DecodedImage[]> {
  const step = Math.max(1, Math.floor(entries.length / sampled))
  const some = entries.filter((_, i) => i % step === 0).slice(0, sampled)
  const looked = await Promise.all(
    some.map(({ path: own }) =>
      decode({ source: { path: path.join(root, own) }, shape: look, fit: 'cover' }).catch(
        (thrown: unknown) => {
          if (LabError.from(thrown).code === 'internal') throw thrown
          // The import tells of it.
          return undefined
        }
      )
    )
  )
  return looked.filter((image) => image !== undefined)
}

/** The first of as many classes as a preview shows, in turn. */
function examplesOf(entries: readonly SplitEntry[], classes: number): string[] {
  const first = Array.from({ length: Math.min(classes, mostExamples) }, (_, label) =>
    entries.filter((entry) => entry.label === label).map(({ path: own }) => own)
  )
  const each = Math.max(1, Math.floor(mostExamples / first.length))
  return first.flatMap((files) => files.slice(0, each)).slice(0, mostExamples)
}

/** The size that most of the images have, if it is small; else the largest usual one that they fill. */
function suggest([width, height]: readonly [number, number], grey: boolean): ImageShape {
  const channels = grey ? 1 : 3
  const own = Math.min(width, height)
  const largest = Math.max(width, height)
  if (own >= 8 && largest <= 64) return [height, width, channels]
  const side = [...sides].reverse().find((one) => one <= own) ?? 32
  return [side, side, channels]
}
