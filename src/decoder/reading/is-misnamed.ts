import { extname } from 'node:path'
import { imageFormats, type ImageFormat } from '../../core/data/image-file'

const endings: Readonly<Record<ImageFormat, readonly string[]>> = {
  png: ['.png', '.apng'],
  jpeg: ['.jpg', '.jpeg', '.jpe', '.jfif'],
  webp: ['.webp'],
  gif: ['.gif'],
  tiff: ['.tif', '.tiff'],
  bmp: ['.bmp', '.dib'],
  avif: ['.avif']
}
const otherEndings = ['.heic', '.heif', '.svg', '.pdf', '.psd', '.ico', '.jxl', '.jp2', '.txt']

/** Whether a file's name ends as that of another format: a PNG called `photo.jpg`. */
export function isMisnamed(fileName: string, format: ImageFormat): boolean {
  const ending = extname(fileName).toLowerCase()
  if (endings[format].includes(ending)) return false
  return otherEndings.includes(ending) || imageFormats.some((other) => endings[other].includes(ending))
}
