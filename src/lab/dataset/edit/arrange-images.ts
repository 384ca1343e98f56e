import { LabError } from '../../../core/base/lab-error'
import type { DatasetEdit, ImageRef } from '../../../core/data/dataset-edit'

type Split = ImageRef['split']

/** An image as it comes to lie: where it lay, and its label now. */
export interface Placed {
  readonly from: ImageRef
  readonly label: number
}

export interface Arrangement {
  readonly classes: readonly string[]
  readonly train: readonly Placed[]
  readonly test: readonly Placed[]
}

interface Before {
  readonly classes: readonly string[]
  /** Of each image, by row. */
  readonly labels: Readonly<Record<Split, ArrayLike<number>>>
}

/**
 * What an edit makes of a data set: its classes, and which image lies where with which label.
 * @throws LabError 'invalid-input' for a class or an image that does not exist, or a name that is taken
 */
export function arrangeImages({ classes, labels }: Before, edit: DatasetEdit): Arrangement {
  const all: Record<Split, Placed[]> = {
    train: placed('train', labels.train),
    test: placed('test', labels.test)
  }
  const chosen = 'images' in edit ? requireImages(edit.images, all) : new Set<string>()
  const has = ({ from }: Placed): boolean => chosen.has(keyOf(from))
  const both = (change: (images: readonly Placed[]) => readonly Placed[], now = classes): Arrangement => ({
    classes: now,
    train: change(all.train),
    test: change(all.test)
  })
  switch (edit.kind) {
    case 'addClass':
      requireFree(classes, edit.name)
      return both((images) => images, [...classes, edit.name])
    case 'renameClass':
      requireClass(classes, edit.label)
      requireFree(
        classes.filter((_, label) => label !== edit.label),
        edit.name
      )
      return both(
        (images) => images,
        classes.map((name, label) => (label === edit.label ? edit.name : name))
      )
    case 'mergeClass': {
      requireClass(classes, edit.label)
      requireClass(classes, edit.into)
      if (edit.label === edit.into)
        throw invalid('A class cannot be merged with itself.', 'Choose another class.')
      return withoutClass(edit.label, (images) =>
        images.map((image) => (image.label === edit.label ? { ...image, label: edit.into } : image))
      )
    }
    case 'removeClass':
      requireClass(classes, edit.label)
      return withoutClass(edit.label, (images) => images.filter(({ label }) => label !== edit.label))
    case 'relabel':
      requireClass(classes, edit.label)
      return both((images) => images.map((image) => (has(image) ? { ...image, label: edit.label } : image)))
    case 'remove':
      return both((images) => images.filter((image) => !has(image)))
    case 'move': {
      const stays = {
        train: all.train.filter((image) => !has(image)),
        test: all.test.filter((image) => !has(image))
      }
      const moved = [...all.train, ...all.test].filter(has)
      return edit.to === 'train'
        ? { classes, train: [...stays.train, ...moved], test: stays.test }
        : { classes, train: stays.train, test: [...stays.test, ...moved] }
    }
  }

  /** Labels behind it move up. */
  function withoutClass(gone: number, change: (images: readonly Placed[]) => readonly Placed[]): Arrangement {
    return both(
      (images) =>
        change(images).map((image) => (image.label > gone ? { ...image, label: image.label - 1 } : image)),
      classes.filter((_, label) => label !== gone)
    )
  }
}

function placed(split: Split, labels: ArrayLike<number>): Placed[] {
  return Array.from(labels, (label, row) => ({ from: { split, row }, label }))
}

const keyOf = ({ split, row }: ImageRef): string => `${split} ${row}`

function requireImages(
  images: readonly ImageRef[],
  all: Readonly<Record<Split, readonly Placed[]>>
): Set<string> {
  const missing = images.find(({ split, row }) => row >= all[split].length)
  if (missing !== undefined)
    throw invalid(
      `There is no ${missing.split === 'train' ? 'training' : 'test'} image ${missing.row}.`,
      'The data set may have been changed in another window: look at it again.'
    )
  return new Set(images.map(keyOf))
}

function requireClass(classes: readonly string[], label: number): void {
  if (label < classes.length) return
  throw invalid(
    `There is no class ${label + 1}: the data set has ${classes.length}.`,
    'The data set may have been changed in another window: look at it again.'
  )
}

function requireFree(classes: readonly string[], name: string): void {
  if (!classes.includes(name)) return
  throw invalid(`There is a class “${name}” already.`, 'Choose another name, or merge the two classes.')
}

function invalid(message: string, hint: string): LabError {
  return new LabError('invalid-input', message, hint)
}
