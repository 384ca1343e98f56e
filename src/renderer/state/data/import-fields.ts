import { readDecimal, readWholeNumber } from '../../../core/base/read-number'
import { imageShape } from '../../../core/data/dataset-info'
import type { ImageFit } from '../../../core/data/image-file'
import type { Examination } from '../../../lab/contract/dataset-import'

export type FoundFolder = Extract<Examination, { kind: 'folder' }>

/** What stands in the fields. */
export interface ImportFields {
  readonly name: string
  readonly height: string
  readonly width: string
  readonly channels: 1 | 3 | 4
  readonly fit: ImageFit
  /** Percent. */
  readonly testShare: string
  readonly seed: string
}

export type FieldErrors = Readonly<Partial<Record<keyof ImportFields, string>>>

/** What suits the images that were found. */
export function fieldsOf({ name, shape: [height, width, channels] }: FoundFolder): ImportFields {
  return {
    name,
    height: String(height),
    width: String(width),
    channels: channels === 1 ? 1 : 3,
    fit: 'cover',
    testShare: '20',
    seed: '1'
  }
}

/** What is wrong with what stands in the fields. */
export function errorsOf({ name, height, width, testShare, seed }: ImportFields): FieldErrors {
  const errors: Partial<Record<keyof ImportFields, string>> = {}
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > 80) errors.name = 'Give it a name of at most 80 characters.'
  const side = imageShape.def.items[0]
  if (!side.safeParse(readWholeNumber(height)).success) errors.height = 'From 8 to 224 pixels.'
  if (!side.safeParse(readWholeNumber(width)).success) errors.width = 'From 8 to 224 pixels.'
  const share = readDecimal(testShare)
  if (!(share >= 1 && share <= 90)) errors.testShare = 'From 1 to 90 percent.'
  const drawn = readWholeNumber(seed)
  if (!(drawn >= 0 && drawn <= 4_294_967_295)) errors.seed = 'A whole number from 0.'
  return errors
}
