import { badFile } from './formats/bad-file'
import { findIdxFiles } from './idx-files'
import { digits } from './idx-kinds'
import { idxImages } from './idx-images'
import type { KnownSet } from './known-set'
import { checkOfficial, nameWith } from './official-files'
import type { PlacedFile, PlacedFolder } from './places/placed-file'
import { readLines } from './read-names'

const charactersOf = (text: string): readonly string[] => Array.from(text)
const capitals = charactersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const lowerCase = charactersOf('abcdefghijklmnopqrstuvwxyz')
const merged = [...digits, ...capitals, ...charactersOf('abdefghnqrt')]
const splits = {
  byclass: [...digits, ...capitals, ...lowerCase],
  bymerge: merged,
  balanced: merged,
  letters: capitals.map((letter) => `${letter}/${letter.toLowerCase()}`),
  digits,
  mnist: digits
} as const
const licence =
  'Its authors name no licence; made from NIST’s Special Database 19. Cite Cohen, Afshar, Tapson and van Schaik, “EMNIST: an extension of MNIST to ' +
  'handwritten letters”, 2017. From www.nist.gov/itl/products-and-services/emnist-dataset.'
/** Of `gzip.zip`, as TensorFlow Datasets (sha256) and torchvision (md5) give them; of its files nobody does. */
const sums = {
  archives: [
    'fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e',
    '58c8d27c78d21e728a6bc7b3cc06412e'
  ],
  files: {}
}

/** The splits of EMNIST, whose images lie on their sides in the files, and are turned. @throws LabError */
export async function findEmnist(folder: PlacedFolder): Promise<readonly KnownSet[]> {
  const sets: KnownSet[] = []
  for (const split of ['balanced', 'letters', 'digits', 'byclass', 'bymerge', 'mnist'] as const) {
    const pairs = await findIdxFiles(folder, `emnist-${split}-train`, `emnist-${split}-test`)
    if (pairs === undefined) continue
    const files = [pairs.train.images, pairs.train.labels, pairs.test.images, pairs.test.labels]
    const verdict = await checkOfficial(
      files.map((file) => [file.name, file]),
      sums
    )
    const mapping = folder.files.get(`emnist-${split}-mapping.txt`)
    const { first, classes } =
      mapping === undefined
        ? { first: split === 'letters' ? 1 : 0, classes: splits[split] }
        : await readMapping(mapping)
    sets.push({
      kind: 'emnist',
      name: nameWith('EMNIST', verdict),
      variant: split,
      classes,
      shape: pairs.train.shape,
      licence,
      official: verdict === 'official',
      counts: { train: pairs.train.count, test: pairs.test.count },
      images: (role, signal) => idxImages(pairs[role], 'columns', first, classes.length, signal)
    })
  }
  return sets
}

/** `1 65 97`: a label and the characters that it stands for, by their codes. */
async function readMapping(
  file: PlacedFile
): Promise<{ readonly first: number; readonly classes: readonly string[] }> {
  const rows = (await readLines(file)).map((line) => line.split(/\s+/).map(Number))
  const first = rows[0]?.[0]
  const sound = rows.every(
    (row, i) =>
      row[0] === Number(first) + i &&
      row.length > 1 &&
      row.length < 4 &&
      row.slice(1).every((code) => code > 32 && code < 127)
  )
  if (first === undefined || !Number.isInteger(first) || !sound || rows.length < 2) {
    throw badFile(file.label, 'is no list of labels and the characters that they stand for')
  }
  const classes = rows.map((row) =>
    row
      .slice(1)
      .map((code) => String.fromCharCode(code))
      .join('/')
  )
  return { first, classes }
}
