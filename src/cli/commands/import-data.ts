import { Command, Option } from 'commander'
import { parseInput } from '../../core/base/parse-input'
import { readDecimal, readWholeNumber } from '../../core/base/read-number'
import { z } from '../../core/base/schema'
import { shownText } from '../../core/base/shown-text'
import { imageFit, imageFits } from '../../core/data/image-file'
import { formatCount } from '../../core/format/format-number'
import { type Examination, importLimits, type ImportRequest } from '../../lab/contract/dataset-import'
import { type CommandContext, type Session, withSession } from '../console/session'
import { type AskedImport, importRequest } from '../parts/import-request'
import { importAndTell } from '../parts/import-and-tell'
import { licenceOption } from '../parts/licence-option'
import { sizeOption } from '../parts/size-option'
import { jsonFlag, jsonOption } from './json-option'

const seedRange = `--seed must be a whole number from 0 to ${formatCount(importLimits.mostSeed)}`
const shareRange = `--test-share must be a number from ${importLimits.leastTestShare} to ${importLimits.mostTestShare}, such as 0.2`
const importOptions = jsonFlag.extend({
  name: shownText('--name').optional(),
  set: z.string().optional(),
  size: sizeOption,
  grey: z.boolean().optional(),
  fit: imageFit.default('cover'),
  seed: z
    .string()
    .transform(readWholeNumber)
    .pipe(z.int(seedRange).min(0, seedRange).max(importLimits.mostSeed, seedRange))
    .default(1),
  testShare: z
    .string()
    .transform(readDecimal)
    .pipe(
      z
        .number(shareRange)
        .min(importLimits.leastTestShare, shareRange)
        .max(importLimits.mostTestShare, shareRange)
    )
    .default(0.2),
  licence: licenceOption
})

export function importDataCommand(context: CommandContext): Command {
  return new Command('import')
    .description(
      'Make a data set of a folder of images, or of the files of a well-known data set; or add one that was exported as a file.'
    )
    .argument(
      '<place>',
      'a folder with a subfolder for each class, or with train/ and test/ above them; the folder or archive of MNIST, CIFAR-100, SVHN…; or an exported file'
    )
    .option('--name <name>', 'name of the data set (default: that of the folder)')
    .option('--set <name>', 'which one, where the place has several, such as "fine labels"')
    .option(
      '--size <size>',
      'height and width of an image, such as 64 or 48x64 (default: what suits the images)'
    )
    .option('--grey', 'one channel instead of three (default where all images are grey)')
    .option('--no-grey', 'three channels, also where all images are grey')
    .addOption(
      new Option('--fit <how>', 'how images of other sizes are fitted: cut, framed or stretched')
        .choices(imageFits)
        .default('cover')
    )
    .option('--test-share <share>', 'share of each class for testing, where the folder has no test/', '0.2')
    .option('--seed <n>', 'of the draw of the test images', '1')
    .option('--licence <text>', 'licence of the images, for the data set’s card')
    .addOption(jsonOption('the data set and what was noticed'))
    .addHelpText(
      'after',
      `
Reads PNG, JPEG, WebP, GIF, TIFF, BMP and AVIF. Files that cannot be read, and images that are there
twice, are left out and listed. The folder itself is not changed.
Well-known data sets in their own formats: CIFAR-10 and CIFAR-100 (binary and Python version), MNIST,
Fashion-MNIST, KMNIST, EMNIST, SVHN, and .npz files with training and test images.`
    )
    .action(async (place: string, options: unknown) => {
      const asked = parseInput(importOptions, options, 'The command')
      await withSession(context, asked, (session) => importData(session, place, asked))
    })
}

async function importData(session: Session, place: string, asked: AskedImport): Promise<void> {
  const { lab, terminal, interruption } = session
  const found = await interruption.unlessInterrupted(lab.examinePlace({ path: place }))
  const request = importRequest(found, asked)
  terminal.say(whatIsImported(found, request))
  await importAndTell(session, request)
}

function whatIsImported(found: Examination, request: ImportRequest): string {
  if (found.kind === 'archive') {
    const { path, name, train, test } = found
    return `${path}: ${name}, ${formatCount(train + test)} images, exported from Tenfold.`
  }
  if (found.kind === 'folder' && request.kind === 'folder') {
    const files = found.classes.reduce((sum, { train, test }) => sum + train + test, 0)
    return `${found.path}: ${formatCount(found.classes.length)} classes, ${formatCount(files)} files, to ${request.shape.join(' × ')} (${request.fit}).`
  }
  return `${found.path}: ${request.kind === 'known' ? request.name : ''}.`
}
