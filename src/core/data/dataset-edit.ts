import { z } from '../base/schema'
import { className, mostClasses } from './dataset-info'

const label = z
  .int()
  .min(0)
  .max(mostClasses - 1)
const name = className

/** An image of a data set: its place in the training set or the test set. */
export const imageRef = z.object({ split: z.enum(['train', 'test']), row: z.int().min(0) })
export type ImageRef = z.infer<typeof imageRef>
const images = z.array(imageRef).min(1).max(100_000)

/** A change of a data set that somebody makes by hand. */
export const datasetEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('addClass'), name }),
  z.object({ kind: z.literal('renameClass'), label, name }),
  /** Its images get the other label, and it is gone. */
  z.object({ kind: z.literal('mergeClass'), label, into: label }),
  /** Its images go with it. */
  z.object({ kind: z.literal('removeClass'), label }),
  z.object({ kind: z.literal('relabel'), images, label }),
  z.object({ kind: z.literal('move'), images, to: z.enum(['train', 'test']) }),
  z.object({ kind: z.literal('remove'), images })
])
export type DatasetEdit = z.infer<typeof datasetEdit>

/** In words, for “Undo”: `12 images were moved to “tulip”`. */
export function describeEdit(edit: DatasetEdit, classes: readonly string[]): string {
  const called = (index: number): string => `“${classes[index] ?? index}”`
  const count = 'images' in edit ? edit.images.length : 0
  const some = count === 1 ? '1 image was' : `${count} images were`
  switch (edit.kind) {
    case 'addClass':
      return `The class “${edit.name}” was added.`
    case 'renameClass':
      return `The class ${called(edit.label)} is called “${edit.name}” now.`
    case 'mergeClass':
      return `The class ${called(edit.label)} is part of ${called(edit.into)} now.`
    case 'removeClass':
      return `The class ${called(edit.label)} was removed, with its images.`
    case 'relabel':
      return `${some} moved to ${called(edit.label)}.`
    case 'move':
      return `${some} moved to the ${edit.to === 'train' ? 'training' : 'test'} set.`
    case 'remove':
      return `${some} removed.`
  }
}
