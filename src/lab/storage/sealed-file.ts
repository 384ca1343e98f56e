import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { readStoredFile } from './read-stored-file'
import { checkSeal, addSeal } from './seal'
import { writeFileAtomically } from './write-file-atomically'

/** One kind of JSON file that Tenfold keeps. */
export interface SealedKind<S extends z.ZodType> {
  /** What the file keeps, for people: `run`. */
  readonly name: string
  /** The format that is written. */
  readonly format: number
  /** Of the content, without format and seal. It has to fit every format that is read. */
  readonly content: S
}

/** More than the largest kind has: an evaluation holds a few numbers for each test image. */
const mostBytes = 256 * 1024 * 1024

/** Files of this format have no seal. They are still read, and get one when they are next written. */
const unsealedFormat = 1

const head = z.union([
  z.object({ format: z.int().min(1), seal: z.unknown().optional() }),
  // What some kinds called it before they had a seal.
  z
    .object({ formatVersion: z.literal(unsealedFormat), seal: z.unknown().optional() })
    .transform(({ formatVersion, seal }) => ({ format: formatVersion, seal })),
  z
    .object({ version: z.literal(unsealedFormat), seal: z.unknown().optional() })
    .transform(({ version, seal }) => ({ format: version, seal }))
])

/**
 * Writes an object as JSON with its format and a seal, whole or not at all.
 * @param indent for files that people read
 * @param mode see `writeFileAtomically`
 * @throws LabError 'storage'
 */
export async function writeSealedFile<S extends z.ZodType<object>>(
  path: string,
  kind: SealedKind<S>,
  content: z.infer<S>,
  indent?: number,
  mode?: number
): Promise<void> {
  await writeFileAtomically(path, sealedText(kind, content, indent), mode)
}

/** What `writeSealedFile` writes, for who writes it in another way. */
export function sealedText<S extends z.ZodType<object>>(
  { format }: SealedKind<S>,
  content: z.infer<S>,
  indent?: number
): string {
  return `${addSeal(JSON.stringify({ format, ...content }, null, indent)).text}\n`
}

/**
 * Reads what `writeSealedFile` wrote, or a file from before there were seals.
 * @param remedy what to do when the file is damaged
 * @returns undefined when there is no such file
 * @throws LabError 'data-corrupt' | 'unsupported' | 'storage'
 */
export async function readSealedFile<S extends z.ZodType>(
  path: string,
  kind: SealedKind<S>,
  remedy: () => string | Promise<string>
): Promise<z.infer<S> | undefined> {
  try {
    const bytes = await readStoredFile(path, mostBytes)
    return bytes === undefined ? undefined : unseal(bytes.toString('utf8'), path, kind)
  } catch (thrown) {
    const { code, message, hint, cause } = LabError.from(thrown)
    throw new LabError(code, message, code === 'data-corrupt' ? await remedy() : hint, cause)
  }
}

/**
 * What a text that `sealedText` gave says.
 * @param path for messages
 * @throws LabError 'data-corrupt' without a remedy, 'unsupported'
 */
export function unseal<S extends z.ZodType>(text: string, path: string, kind: SealedKind<S>): z.infer<S> {
  const value = parseJson(text, path)
  const { format, seal } = parseInput(head, value, path, 'data-corrupt')
  if (format > kind.format) {
    throw new LabError(
      'unsupported',
      `This ${kind.name} was saved by a newer Tenfold (format ${format}; this version reads formats up to ${kind.format}).`,
      'Update Tenfold to open it. Nothing was changed.'
    )
  }
  // A seal in a file that says it is from before there were seals: the number of its format was changed.
  const intact = format === unsealedFormat ? seal === undefined : checkSeal(text) !== undefined
  if (!intact) throw damaged(path, 'its content does not match its checksum')
  return parseInput(kind.content, value, path, 'data-corrupt')
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(path, 'it is not complete JSON', cause)
  }
}

function damaged(path: string, what: string, cause?: unknown): LabError {
  return new LabError('data-corrupt', `${path} is damaged: ${what}.`, '', cause)
}
