import { Command, Option } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { readDecimal, readWholeNumber } from '../../core/base/read-number'
import { z } from '../../core/base/schema'
import { shownText } from '../../core/base/shown-text'
import { type ImageShape, imageShape } from '../../core/data/dataset-info'
import { imageFit, imageFits } from '../../core/data/image-file'
import { findingKinds, groupFindings } from '../../core/data/import-finding'
import { formatCount } from '../../core/format/format-number'
import type { FolderExamination, ImportRequest } from '../../lab/contract/dataset-import'
import { seeHelp } from '../console/see-help'
import { type CommandContext, type Session, withSession } from '../console/session'
import { followImport } from '../parts/follow-import'
import { jsonFlag, jsonOption } from './json-option'

const importOptions = jsonFlag.extend({
  name: shownText('--name').optional(),
  size: z.string().optional(),
  grey: z.boolean().optional(),
  fit: imageFit.default('cover'),
  seed: z.string().transform(readWholeNumber).pipe(z.int('--seed must be a whole number')).default(1),
  testShare: z
    .string()
    .transform(readDecimal)
    .pipe(z.number('--test-share must be a number, such as 0.2'))
    .default(0.2),
  licence: z.string().optional()
})
type ImportOptions = z.infer<typeof importOptions>

/** Of each kind of finding: all of them are in the window, and in the JSON. */
const mostTold = 5

export function importDataCommand(context: CommandContext): Command {
  return new Command('import')
    .description('Make a data set of a folder of images: one subfolder for each class.')
    .argument('<folder>', 'holds a subfolder for each class, or train/ and test/ with these subfolders')
    .option('--name <name>', 'name of the data set (default: that of the folder)')
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
twice, are left out and listed. The folder itself is not changed.`
    )
    .action(async (folder: string, options: unknown) => {
      const parsed = parseInput(importOptions, options, 'The command')
      const size = parsed.size === undefined ? undefined : readSize(parsed.size)
      await withSession(context, parsed, (session) => importData(session, folder, size, parsed))
    })
}

async function importData(
  session: Session,
  folder: string,
  size: readonly [number, number] | undefined,
  options: ImportOptions
): Promise<void> {
  const { lab, terminal, json } = session
  const found = await session.interruption.unlessInterrupted(lab.examineFolder({ path: folder }))
  const request = requestOf(found, size, options)
  terminal.say(
    `${found.path}: ${formatCount(found.classes.length)} classes, ${formatCount(countImages(found))} files, to ${request.shape.join(' × ')} (${request.fit}).`
  )
  const { id, name, images } = await followImport(session, request)
  const { findings } = await lab.getFindings({ dataset: id })
  if (json) {
    terminal.printJson({ dataset: await lab.getDataset({ dataset: id }), findings })
    return
  }
  for (const { kind, findings: own } of groupFindings(findings)) {
    terminal.print(`${findingKinds[kind].title} (${formatCount(own.length)}):`)
    for (const { of, detail } of own.slice(0, mostTold))
      terminal.print(`  ${of}${detail === undefined ? '' : `: ${detail}`}`)
    if (own.length > mostTold) terminal.print(`  and ${formatCount(own.length - mostTold)} more`)
    terminal.print(`  ${findingKinds[kind].hint}`)
  }
  terminal.print(`${name}: ${formatCount(images)} images, ready as “${id}”`)
  terminal.say(`Train on it with: ${ownCommand} train --data ${id}`)
}

function requestOf(
  found: FolderExamination,
  size: readonly [number, number] | undefined,
  { name = found.name, grey, fit, seed, testShare, licence }: ImportOptions
): ImportRequest {
  const [height, width] = size ?? found.shape
  const channels = grey === undefined ? found.shape[2] : grey ? 1 : 3
  const shape: ImageShape = [height, width, channels]
  return {
    path: found.path,
    name: name.slice(0, 80),
    shape: parseInput(imageShape, shape, '--size'),
    fit,
    seed,
    testShare,
    ...(licence === undefined ? {} : { licence })
  }
}

/** [height, width] */
function readSize(text: string): readonly [number, number] {
  const [, first, second = first] = /^(\d+)(?:[x×](\d+))?$/.exec(text.trim()) ?? []
  const [height, width] = [Number(first), Number(second)]
  if (Number.isInteger(height) && Number.isInteger(width)) return [height, width]
  throw new LabError(
    'invalid-input',
    `--size ${text} is not a size.`,
    `Give one number, such as 64, or height and width, such as 48x64. ${seeHelp('data', 'import')}`
  )
}

function countImages({ classes }: FolderExamination): number {
  return classes.reduce((sum, { train, test }) => sum + train + test, 0)
}
