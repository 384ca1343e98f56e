import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inspect, isDeepStrictEqual } from 'node:util'
import { LabError } from '../../src/core/base/lab-error'
import type { Random } from '../../src/core/maths/random'
import { corrupt } from './corruptions'
import { makeStoredFiles, type Reading, type StoredFile } from './stored-files'
import { judged, type Trial, type Verdict } from './trial'

/**
 * Every kind of file that Tenfold reads back is damaged, read and mended. Right is what is noticed, and what gives the
 * same as the undamaged file; something else without a word is wrong.
 */
export const corruptionTrial: Trial = {
  name: 'corruptions',
  aim: 'a damaged file is refused with what is wrong and a remedy, or gives what the whole one gives',
  full: 6000,
  quick: 400,
  atOnce: 1,
  async prepare(workplace) {
    const { files, end } = await makeStoredFiles(workplace)
    const stored: Stored[] = []
    for (const file of files) {
      stored.push({ file, whole: await readFile(file.path), good: await file.read() })
    }
    const fast = stored.filter(({ file }) => file.slow !== true)
    const turns = [...Array.from({ length: 9 }, () => fast).flat(), ...stored]
    return {
      end,
      async attempt(random, index) {
        const one = turns[index % turns.length]
        return one === undefined
          ? judged(['there are no files'])
          : damage(one, path.join(workplace.folder, 'aside'), random)
      }
    }
  }
}

interface Stored {
  readonly file: StoredFile
  readonly whole: Uint8Array
  readonly good: Reading
}

async function damage({ file, whole, good }: Stored, aside: string, random: Random): Promise<Verdict> {
  const removed = file.optional !== true && random.nextBelow(20) === 0
  const { kind, bytes } = removed ? { kind: 'remove', bytes: undefined } : corrupt(whole, file.other, random)
  // The files of a data set cannot be written to: another takes their place.
  await rename(file.path, aside)
  if (bytes !== undefined) await writeFile(file.path, bytes)
  const [outcome] = await Promise.allSettled([file.read()])
  await rename(aside, file.path)
  const problem =
    outcome.status === 'fulfilled' ? judgeReading(outcome.value, good) : judgeError(outcome.reason)
  const [mended] = await Promise.allSettled([file.read()])
  const lasting = mended.status === 'fulfilled' && isDeepStrictEqual(mended.value, good)
  const name = `${file.kind}, ${kind}`
  return judged(
    [
      ...(problem === 'detected' || problem === 'harmless' ? [] : [`${name}: ${problem}`]),
      ...(lasting ? [] : [`${name}: the whole file is not read any more as it was`])
    ],
    problem === 'detected' ? 'detected' : 'harmless'
  )
}

/** @returns `detected`, `harmless`, or what is wrong */
function judgeReading({ found, told }: Reading, good: Reading): string {
  if (told === true) return 'detected'
  return isDeepStrictEqual(found, good.found) ? 'harmless' : `silently reads as ${show(found)}`
}

function judgeError(thrown: unknown): string {
  if (!(thrown instanceof LabError)) return `ends in ${String(thrown)}`
  if (thrown.code === 'internal') return `is called a defect of Tenfold: ${thrown.message}`
  if (thrown.hint === '') return `has no remedy: ${thrown.message}`
  if (/\n\s+at /.test(`${thrown.message}${thrown.hint}`)) return `shows a stack: ${thrown.message}`
  return 'detected'
}

function show(found: unknown): string {
  return inspect(found, { breakLength: Infinity }).slice(0, 300)
}
