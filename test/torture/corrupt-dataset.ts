import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LabError } from '../../src/core/lab-error'
import { Random } from '../../src/core/random'
import { DataFiles } from '../../src/lab/dataset/data-files'
import { loadDataset } from '../../src/lab/dataset/load-dataset'
import { readLabels } from '../../src/lab/dataset/read-images'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'

export interface DatasetCorruptions {
  readonly tried: number
  /** Those that some way of reading the data set did not notice; what was changed, for people. */
  readonly silent: readonly string[]
}

/**
 * Changes one to eight bytes, or the length, of one file of a data set that was verified before, puts the file's time
 * back, and reads the data set in every way there is. The same seed, the same corruptions.
 */
export async function corruptDataset(tries: number, seed: number): Promise<DatasetCorruptions> {
  const root = await mkdtemp(path.join(tmpdir(), 'tenfold-corrupt-'))
  try {
    const { folder, manifest } = await makeSmallCifar(root, { perFile: 10 })
    const verified = new DataFiles(folder, manifest)
    const random = Random.seeded(seed, 0)
    const silent: string[] = []
    for (let i = 0; i < tries; i++) {
      const file = manifest.files[random.nextBelow(manifest.files.length)]
      if (file === undefined) continue
      const place = path.join(folder, file.name)
      const { atime, mtime } = await stat(place)
      const good = await readFile(place)
      const { bytes, what } = corrupt(good, random)
      await writeFile(place, bytes)
      await utimes(place, atime, mtime)
      const readings: Readonly<Record<string, () => Promise<unknown>>> = {
        load: () => loadDataset(folder, manifest),
        read: () => readLabels(verified, file.role)
      }
      for (const [name, read] of Object.entries(readings)) {
        const noticed = await read().then(
          () => false,
          (error: unknown) => error instanceof LabError && error.code === 'data-corrupt'
        )
        if (!noticed) silent.push(`${name}: ${file.name}, ${what}`)
      }
      const faults = await verified.verify()
      if (faults.map((fault) => fault.file.name).join() !== file.name) {
        silent.push(`verify: ${file.name}, ${what}`)
      }
      await writeFile(place, good)
      if ((await verified.verify()).length > 0) silent.push(`restored ${file.name} is refused`)
    }
    return { tried: tries, silent }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

function corrupt(good: Buffer, random: Random): { readonly bytes: Uint8Array; readonly what: string } {
  const count = random.nextBelow(10)
  if (count === 0) {
    const length = random.nextBelow(good.length)
    return { bytes: good.subarray(0, length), what: `cut to ${length} bytes` }
  }
  if (count === 9) return { bytes: Buffer.concat([good, good.subarray(0, 1)]), what: 'one byte longer' }
  const bytes = Buffer.from(good)
  const places = Array.from({ length: count }, () => random.nextBelow(good.length))
  for (const place of new Set(places)) bytes[place] = (bytes[place] ?? 0) ^ (1 + random.nextBelow(255))
  return { bytes, what: `bytes changed at ${places.join(', ')}` }
}
