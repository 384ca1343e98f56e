import { type ImageShape, imageShape } from '../../../core/data/dataset-info'
import { unsuitableFile } from './formats/bad-file'

/** @throws LabError 'unsupported' for images that are too small, too large or of too many channels */
export function requireShape(height: number, width: number, channels: number, file: string): ImageShape {
  const parsed = imageShape.safeParse([height, width, channels])
  if (parsed.success) return parsed.data
  throw unsuitableFile(
    file,
    `holds images of ${height} × ${width} pixels with ${channels} channels`,
    'Tenfold takes images of 8 to 224 pixels a side with 1, 3 or 4 channels.'
  )
}
