import { z } from '../../../core/base/schema'
import { mostClasses } from '../../../core/data/dataset-info'
import { pixelRanges } from '../../../core/model/pixel-range'
import { parseBoundedJson } from '../../checkpoint/bounded-json'
import { ownMetadata } from '../../checkpoint/layers-model'
import { parsePart } from '../../checkpoint/invalid-checkpoint'

/** What Tenfold says in a file of Keras besides its layers; Keras passes it over. */
const kerasNotes = ownMetadata.extend({
  classes: z
    .array(z.string().regex(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u))
    .min(1)
    .max(mostClasses),
  pixels: pixelRanges,
  /** Whether the first layer brings pixels from 0 to 255 into their range. */
  preprocessing: z.boolean()
})
export type KerasNotes = z.infer<typeof kerasNotes>

/** Where they are: a key of metadata.json in a `.keras` file, an attribute of an HDF5 file. */
export const notesKey = 'tenfold'

const what = (file: string): string => `Tenfold’s own notes on the network in ${file}`

/** @throws LabError 'checkpoint-invalid': misread, its pixels would be others without a word */
export function parseNotes(value: unknown, file: string): KerasNotes | undefined {
  return value === undefined ? undefined : parsePart(kerasNotes, value, what(file))
}

export function parseNotesText(text: string | undefined, file: string): KerasNotes | undefined {
  if (text === undefined) return undefined
  return parseNotes(parseBoundedJson(Buffer.from(text), what(file)), file)
}
