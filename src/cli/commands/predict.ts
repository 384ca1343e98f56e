import { basename } from 'node:path'
import { Command, Option } from 'commander'
import { LabError, type LabErrorCode } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { readWholeNumber } from '../../core/base/read-number'
import { required } from '../../core/base/required'
import { z } from '../../core/base/schema'
import { imageFit, imageFits, imageFormatNames, imageLimits } from '../../core/data/image-file'
import { imageFitWords, imageNoteTexts, knownClassesNote } from '../../core/data/image-file-texts'
import { formatCount, formatShare } from '../../core/format/format-number'
import { leading } from '../../core/maths/leading'
import type { PictureInspection } from '../../lab/contract/picture'
import { readBoundedFile } from '../../lab/storage/read-bounded-file'
import { hasErrorCode, userPathError } from '../../lab/storage/storage-error'
import { userPath } from '../../lab/storage/user-path'
import { EndWith, errorExitCodes } from '../console/exit-codes'
import { type CommandContext, type Session, withSession } from '../console/session'
import { formatTable } from '../console/table'
import { findRun, runArgument } from '../parts/find-run'
import { jsonFlag, jsonOption } from './json-option'

const wholeNumber = (option: string, least: number): z.ZodType<number> =>
  z
    .string()
    .transform(readWholeNumber)
    .pipe(z.int(`${option} must be a whole number`).min(least, `${option} must be at least ${least}`))

const predictOptions = jsonFlag.extend({
  fit: imageFit.default('cover'),
  top: wholeNumber('--top', 1).default(5),
  step: wholeNumber('--step', 0).optional()
})
type PredictOptions = z.infer<typeof predictOptions>

/** What came of one picture. */
type Answer =
  | { readonly image: string; readonly seen: PictureInspection }
  | { readonly image: string; readonly error: LabError }

export function predictCommand(context: CommandContext): Command {
  return new Command('predict')
    .description('Show your own pictures to a trained network.')
    .argument('<run>', runArgument)
    .argument('<image...>', 'files: PNG, JPEG, WebP, GIF, TIFF, BMP or AVIF')
    .addOption(
      new Option('--fit <how>', 'how pictures of other sizes are fitted: cut, framed or stretched')
        .choices(imageFits)
        .default('cover')
    )
    .option('--top <n>', 'how many classes to print, the most probable first', '5')
    .option('--step <n>', 'take the weights of this checkpoint (default: those that the run is tested with)')
    .addOption(jsonOption('the probabilities of all classes'))
    .addHelpText(
      'after',
      `
The network knows only its own classes, and answers with one of them whatever a picture shows. The run’s
data set is not needed. If a picture cannot be read, the others are still answered.`
    )
    .action(async (run: string, images: string[], options: unknown) => {
      const parsed = parseInput(predictOptions, options, 'The command')
      await withSession(context, parsed, (session) => predict(session, run, images, parsed))
    })
}

async function predict(
  session: Session,
  text: string,
  images: readonly string[],
  options: PredictOptions
): Promise<void> {
  const { lab, terminal, json, interruption } = session
  const { runId, number, status } = await findRun(lab, text)
  const answers: Answer[] = []
  for (const image of images) {
    const answer = await interruption.unlessInterrupted(ask(session, runId, image, options))
    answers.push(answer)
    if (json) continue
    if ('error' in answer) terminal.sayError(answer.error.message, answer.error.hint)
    else printAnswer(session, answer.image, answer.seen, options.top)
  }
  const [first] = answers.flatMap((answer) => ('seen' in answer ? answer.seen : []))
  if (json) terminal.printJson({ runId, number, pictures: answers.map(documentOf) })
  else if (first !== undefined) {
    if (first.step === 0 && status.kind !== 'imported')
      terminal.say('These are the weights before the first step: the network has learned nothing yet.')
    terminal.say(knownClassesNote(first.classes.length))
  }
  const [failed] = answers.flatMap((answer) => ('error' in answer ? answer.error : []))
  if (failed !== undefined) throw new EndWith(errorExitCodes[failed.code])
}

/** What is wrong with one picture is its answer; whatever else goes wrong ends the command. */
async function ask(
  { lab }: Session,
  runId: string,
  image: string,
  { fit, step }: PredictOptions
): Promise<Answer> {
  const network = { kind: 'run' as const, runId, ...(step === undefined ? {} : { step }) }
  const picture = await readPicture(image)
  if (picture instanceof LabError) return { image, error: picture }
  try {
    return { image, seen: await lab.inspectPicture({ network, picture, fit }) }
  } catch (thrown) {
    const error = LabError.from(thrown)
    if (!refusals.includes(error.code)) throw error
    return { image, error }
  }
}

/** How the lab refuses a picture. */
const refusals: readonly LabErrorCode[] = ['invalid-input', 'unsupported', 'data-corrupt']

async function readPicture(image: string): Promise<{ name: string; content: string } | LabError> {
  try {
    const file = userPath(image)
    const content = (await readBoundedFile(file, imageLimits.bytes)).toString('base64')
    return { name: basename(file), content }
  } catch (thrown) {
    return hasErrorCode(thrown, 'ENOENT', 'ENOTDIR')
      ? new LabError('not-found', `The file “${image}” does not exist.`, 'Check the path.')
      : userPathError(thrown, 'read', image)
  }
}

function printAnswer(
  { terminal }: Session,
  image: string,
  { file, classes, probabilities }: PictureInspection,
  top: number
): void {
  const facts =
    file === undefined
      ? ''
      : ` (${imageFormatNames[file.format]}, ${formatCount(file.width)} × ${formatCount(file.height)} pixels, ${imageFitWords[file.fit]})`
  terminal.print(`${image}${facts}`)
  const rows = leading(probabilities, top).map((at) => [
    nameOf(classes, at),
    formatShare(required(probabilities[at], 'a probability of each class'))
  ])
  for (const line of formatTable(['', ''], rows).slice(1)) terminal.print(`  ${line}`)
  for (const note of file?.notes ?? []) terminal.print(`  ${imageNoteTexts[note]}`)
}

function documentOf(answer: Answer): object {
  const { image } = answer
  if ('error' in answer) {
    const { code, message, hint } = answer.error
    return { image, error: { code, message, hint } }
  }
  const { step, file, classes, probabilities, logits } = answer.seen
  return {
    image,
    step,
    ...file,
    classes: leading(probabilities, probabilities.length).map((at) => ({
      name: nameOf(classes, at),
      label: at,
      probability: probabilities[at],
      score: logits[at]
    }))
  }
}

const nameOf = (classes: readonly string[], at: number): string =>
  required(classes[at], 'a name of each class')
