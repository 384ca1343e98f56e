import { z } from '../../core/base/schema'
import { leastSide, mostSide } from '../../core/data/dataset-info'

const form = '--size must be one number, such as 64, or height and width, such as 48x64'
const range = `--size must be from ${leastSide} to ${mostSide} pixels`

/** What `--size` says: [height, width], in pixels. */
export const sizeOption = z
  .string()
  .transform((text): readonly [number, number] => {
    const [, first, second = first] = /^(\d+)(?:[x×](\d+))?$/i.exec(text.trim()) ?? []
    return [Number(first), Number(second)]
  })
  .refine((sides) => sides.every(Number.isFinite), { error: form, abort: true })
  .refine((sides) => sides.every((side) => side >= leastSide && side <= mostSide), range)
  .optional()
