import { findIdxFiles, type IdxPair } from './idx-files'
import { idxImages } from './idx-images'
import { type IdxKind, idxKinds, otherIdx } from './idx-kinds'
import type { KnownSet } from './known-set'
import { checkOfficial, nameWith, type Verdict } from './official-files'
import type { PlacedFolder } from './places/placed-file'

/** MNIST, Fashion-MNIST and Kuzushiji-MNIST: their files have the same names. @throws LabError */
export async function findIdxSets(folder: PlacedFolder): Promise<readonly KnownSet[]> {
  const pairs = await findIdxFiles(folder, 'train', 't10k')
  if (pairs === undefined) return []
  const files = (['train', 'test'] as const).flatMap((role) => {
    const prefix = role === 'train' ? 'train' : 't10k'
    return [
      [`${prefix}-images`, pairs[role].images] as const,
      [`${prefix}-labels`, pairs[role].labels] as const
    ]
  })
  for (const kind of idxKinds) {
    const verdict = await checkOfficial(files, kind.sums)
    if (verdict === 'official') return [idxSet(kind, pairs, verdict)]
  }
  // Of the file's path, or of the archive's and the file's in it.
  const nearFolders = pairs.train.images.label.split(/[\\/]/).slice(-4, -1).join('/')
  const kind = idxKinds.find((candidate) => candidate.folder.test(nearFolders)) ?? otherIdx
  return [idxSet(kind, pairs, 'other')]
}

function idxSet(
  kind: IdxKind,
  pairs: { readonly train: IdxPair; readonly test: IdxPair },
  verdict: Verdict
): KnownSet {
  return {
    kind: kind.kind,
    name: kind === otherIdx ? kind.name : nameWith(kind.name, verdict),
    classes: kind.classes,
    shape: pairs.train.shape,
    ...(kind.licence === undefined ? {} : { licence: kind.licence }),
    official: verdict === 'official',
    counts: { train: pairs.train.count, test: pairs.test.count },
    images: (role, signal) => idxImages(pairs[role], 'planes', 0, kind.classes.length, signal)
  }
}
