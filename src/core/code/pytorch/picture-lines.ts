import type { DatasetInfo } from '../../data/dataset-info'
import type { FolderImport } from '../../data/made-from'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { nameLines } from '../name-lines'
import type { imageFolderText } from './image-folder.text'

type Words = ReturnType<typeof imageFolderText>

/** What makes a picture of the data set's size out of a file, as Tenfold's decoder does. */
export function loadLines(
  { shape: [height, width, channels] }: DatasetInfo,
  { fit: how }: FolderImport,
  say: Words
): readonly CodeLine[] {
  const fit = line('pixels', say.fit[how])
  return [
    line('pixels', say.load)`def load(path):`,
    line('pixels', say.open)`    image = ImageOps.exif_transpose(Image.open(path))`,
    line('pixels', say.opacity)`    image = image.convert('RGBA')`,
    ...(channels === 4
      ? []
      : [
          line('pixels', say.white)`    white = Image.new('RGBA', image.size, 'white')`,
          line('pixels', say.composite)`    white.alpha_composite(image)`,
          line('pixels', say.channels)`    image = white.convert('${name(channels === 1 ? 'L' : 'RGB')}')`
        ]),
    how === 'cover'
      ? fit`    return ImageOps.fit(`
      : how === 'contain'
        ? fit`    return ImageOps.pad(`
        : fit`    return image.resize(`,
    how === 'stretch'
      ? line('pixels', say.fitSize)`        (${width}, ${height}), Image.LANCZOS)`
      : line('pixels', say.fitSize)`        image, (${width}, ${height}), Image.LANCZOS)`
  ]
}

/** An ImageFolder whose labels follow a list. */
export function numberedLines(folders: readonly string[], say: Words): readonly CodeLine[] {
  return [
    line('classes', say.classFolders)`folders = (`,
    ...nameLines('classes', '    ', folders, ')', say.classFolder),
    blankLine,
    line('classes', say.images)`class Images(ImageFolder):`,
    line('classes', say.findClasses)`    def find_classes(self, place):`,
    line('classes', say.found)`        found = [name for name in folders`,
    line('classes', say.foundIf)`                 if os.path.isdir(f'{place}/{name}')]`,
    line('classes', say.numbers)`        return found, {`,
    line('classes', say.index)`            name: folders.index(name) for name in found}`,
    blankLine
  ]
}
