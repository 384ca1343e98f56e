import { LabError } from '../../core/base/lab-error'
import { imageFormatNames, imageLimits } from '../../core/data/image-file'
import { formatBytes } from '../../core/format/format-bytes'
import { formatCount } from '../../core/format/format-number'
import { wordList } from '../../core/format/word-list'
import type { OtherKind } from './tell-format'

/** Why an image is not read. Each says what its file is, and what to do about it. */

const megapixels = (pixels: number): string => `${formatCount(Math.round(pixels / 1e6))} megapixels`
const readable = `Tenfold reads ${wordList(Object.values(imageFormatNames))}.`
const bounds = `Tenfold reads files of up to ${formatBytes(imageLimits.bytes)} and images of up to ${megapixels(imageLimits.pixels)}.`
const asPng = 'Save it as PNG or JPEG in another program, or leave it out.'
const smallerCopy = 'Make a smaller copy of it, and add that.'

export const isEmpty = (name: string): LabError =>
  new LabError('data-corrupt', `${name} is empty.`, 'Copy it again, or leave it out.')

/** @param kind what it is instead, if that is known */
export const isNoImage = (name: string, kind: OtherKind | undefined): LabError =>
  new LabError(
    'unsupported',
    `${name} is ${kind?.what ?? 'not an image, or one of an unknown format'}. ${readable}`,
    kind?.isPicture === true ? asPng : 'Leave it out.'
  )

/** A file of a format that is read, in a form that is not. */
export const isOfOtherForm = (name: string, what: string): LabError =>
  new LabError('unsupported', `${name} is ${what}, which Tenfold does not read.`, asPng)

export const isDamaged = (name: string, cause: unknown): LabError =>
  new LabError(
    'data-corrupt',
    `${name} is damaged or cut off.`,
    'Copy or download it again, or leave it out.',
    cause
  )

export const isTooManyBytes = (name: string, bytes: number): LabError =>
  new LabError('invalid-input', `${name} has ${formatBytes(bytes)}. ${bounds}`, smallerCopy)

export const isTooManyPixels = (name: string, width: number, height: number): LabError =>
  new LabError(
    'invalid-input',
    `${name} has ${formatCount(width)} × ${formatCount(height)} pixels, which are ${megapixels(width * height)}. ${bounds}`,
    smallerCopy
  )

export const isTooSmall = (name: string, width: number, height: number): LabError =>
  new LabError(
    'invalid-input',
    `${name} has ${formatCount(width)} × ${formatCount(height)} pixels. An image needs at least ${imageLimits.side} × ${imageLimits.side}.`,
    'Leave it out.'
  )
