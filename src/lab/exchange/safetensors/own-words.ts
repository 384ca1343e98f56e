import { LabError } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { mostClasses } from '../../../core/data/dataset-info'
import { parsePixels, type PixelRanges } from '../../../core/model/pixel-range'
import { parseBoundedJson } from '../../checkpoint/bounded-json'

const classNames = z.array(z.string().min(1).max(200)).min(1).max(mostClasses)

/** What Tenfold writes into the header of a safetensors file; of another program's it is nothing. */
export function ownWords(metadata: ReadonlyMap<string, string>): {
  readonly classes: readonly string[] | undefined
  readonly pixels: PixelRanges | undefined
} {
  const none = { classes: undefined, pixels: undefined }
  const [classes, pixels] = [metadata.get('classes'), metadata.get('pixels')]
  if (metadata.get('producer') !== 'Tenfold' || classes === undefined || pixels === undefined) return none
  try {
    const named = parseBoundedJson(Buffer.from(`{"classes":${classes}}`), 'the header')
    const { classes: names } = z.object({ classes: classNames }).parse(named)
    return { classes: names, pixels: parsePixels(pixels) }
  } catch (thrown) {
    if (thrown instanceof LabError || thrown instanceof z.ZodError) return none
    throw thrown
  }
}
