import { fromBase64Url, toBase64Url } from '../base/base64url'
import { decodeText } from '../base/decode-text'
import { checkSize } from '../model/check-size'
import { datasetId } from '../data/dataset-id'
import type { DatasetInfo } from '../data/dataset-info'
import { fitsDataset } from '../model/fit-model'
import { classCount } from '../model/infer-shapes'
import { LabError } from '../base/lab-error'
import { lessonRooms } from '../base/lesson-room'
import { parseWritten } from '../base/parse-input'
import { lessonConfig, runConfig, type RunConfig } from '../settings/run-config'
import { shownText } from '../base/shown-text'
import { z } from '../base/schema'
import { completedConfig } from '../settings/completed-config'
import { settingProblem } from '../settings/check-settings'
import { controls } from '../settings/controls'

/** What a teacher hands out: what is set, where the lesson opens, and which controls are hidden. */
export const assignment = z.object({
  title: shownText('the title'),
  room: z.enum(lessonRooms, `room must be one of ${lessonRooms.join(', ')}`),
  /** The seed is part of it. */
  config: runConfig,
  /** What it is meant for, where that is not the lesson’s data set. */
  dataset: datasetId.optional(),
  hidden: z.array(z.enum(controls)).max(controls.length)
})
export type Assignment = z.infer<typeof assignment>

const format = 'tenfold-assignment'
/** What earlier versions called it; the content is the same. */
const earlierFormat = 'tenfold-lab'
const version = 1
const linkStart = '#assignment='
const earlierLinkStart = '#lab='

/** A network with as many layers as there may be, all of them convolutions, fits in half of this. */
export const assignmentMaxCharacters = 262_144
/** In UTF-8 a character has up to 4 bytes. */
export const assignmentMaxBytes = 4 * assignmentMaxCharacters

/** Says what a text is before it is looked at more closely. */
const header = z.object({ format: z.enum([format, earlierFormat]), version: z.number() })
const document = header.extend(assignment.shape)
const record = z.record(z.string(), z.unknown())

/** The content of a `.tenfold-assignment.json` file. */
export function writeAssignment({ title, room, config, dataset, hidden }: Assignment): string {
  return `${JSON.stringify({ format, version, title, room, hidden, dataset, config }, undefined, 2)}\n`
}

/**
 * Reads the content of an assignment's file, in whatever encoding an editor left it.
 * @throws LabError 'invalid-input' that says what is wrong with the file; nothing in it is run
 */
export function parseAssignmentFile(bytes: Uint8Array): Assignment {
  if (bytes.length > assignmentMaxBytes) throw tooLarge()
  const text = decodeText(bytes)
  if (text === undefined) throw refused('This is not an assignment: it is not text.', askAgain)
  return parseAssignment(text)
}

/** @throws LabError 'invalid-input' that says what is wrong with the text; nothing in it is run */
export function parseAssignment(text: string): Assignment {
  if (text.length > assignmentMaxCharacters) throw tooLarge()
  const input = parseJson(text)
  const head = header.safeParse(input)
  if (!head.success) throw refused('This is not a Tenfold assignment.', askAgain)
  if (head.data.version !== version) {
    throw refused(
      `This assignment was written by another version of Tenfold: its format is ${head.data.version}, but this version reads ${version}.`,
      'Update Tenfold, or ask for the assignment in this format.'
    )
  }
  const { title, room, config, dataset, hidden } = parseDocument(completed(input))
  checkNetwork(config)
  checkTogether(config)
  return { title, room, config, ...(dataset === undefined ? {} : { dataset }), hidden: [...new Set(hidden)] }
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw refused('This is not an assignment: it is empty.', askAgain)
  try {
    return JSON.parse(text)
  } catch (cause) {
    // A file that was cut off, or edited by hand, still says what it is.
    const claims = text.includes(format) || text.includes(earlierFormat)
    throw claims
      ? refused('This assignment is damaged: it is not complete JSON.', askAgain, cause)
      : refused('This is not an assignment: it is not JSON.', askAgain, cause)
  }
}

/** With what was left out: the lesson's settings, its room for training, and nothing hidden. */
function completed(input: unknown): unknown {
  const given = record.safeParse(input).data
  return given && { room: 'train', hidden: [], ...given, config: completedConfig(given['config']) }
}

function parseDocument(input: unknown): Assignment {
  try {
    return parseWritten(document, input, 'This assignment')
  } catch (thrown) {
    const { message, cause } = LabError.from(thrown)
    throw refused(message, askAgain, cause)
  }
}

/** @throws LabError when no run could start with the network, whatever the data set */
function checkNetwork({ model }: RunConfig): void {
  try {
    checkSize(model)
    classCount(model)
  } catch (thrown) {
    throw refused(
      `This assignment’s network does not work: ${LabError.from(thrown).message}`,
      askAgain,
      thrown
    )
  }
}

/** @throws LabError 'invalid-input' when the assignment is for images or classes of another kind than the data set's */
export function requireAssignmentFit({ config, dataset }: Assignment, here: DatasetInfo): void {
  if (fitsDataset(config.model, here)) return
  const { inputShape } = config.model
  const meant = dataset === undefined ? 'a data set' : dataset.name
  throw refused(
    `This assignment is for ${meant} with images of ${inputShape.join(' × ')} and ${classCount(config.model)} classes, but ${here.name} has images of ${here.shape.join(' × ')} and ${here.classes.length} classes.`,
    'Add that data set in the Data room, or with “data import”, and open the assignment again. Nothing was changed.'
  )
}

/** @throws LabError when its settings do not go together */
function checkTogether(config: RunConfig): void {
  const problem = settingProblem(config, undefined)
  if (problem !== undefined) {
    throw refused(`This assignment’s settings do not fit together: ${problem.message}.`, askAgain)
  }
}

/** The part of a link that carries an assignment: `#assignment=` and what differs from the lesson. */
export function assignmentLink({ title, room, config, dataset, hidden }: Assignment): string {
  const lesson: Readonly<Record<string, unknown>> = lessonConfig
  const changed = Object.entries(config).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(lesson[key])
  )
  const short = {
    format,
    version,
    title,
    room,
    hidden,
    dataset,
    config: Object.fromEntries<unknown>(changed)
  }
  return `${linkStart}${toBase64Url(JSON.stringify(short))}`
}

/** Whether an address, or the part of one behind its `#`, carries an assignment. */
export function isAssignmentLink(link: string): boolean {
  return link.includes(linkStart) || link.includes(earlierLinkStart)
}

/** @throws LabError 'invalid-input' that says what is wrong with the link; nothing in it is run */
export function parseAssignmentLink(link: string): Assignment {
  const [, encoded] = link.split(link.includes(linkStart) ? linkStart : earlierLinkStart)
  const text =
    encoded === undefined || encoded.length > assignmentMaxCharacters
      ? undefined
      : fromBase64Url(encoded.trim())
  if (text === undefined || text === '') {
    throw refused(
      'This link to an assignment is damaged.',
      'Copy the whole link again, up to its last character.'
    )
  }
  return parseAssignment(text)
}

function tooLarge(): LabError {
  return refused(
    `This is not an assignment: it is larger than ${assignmentMaxCharacters / 1024} kB.`,
    'To open a checkpoint (.tenfold.json), use “Load checkpoint”.'
  )
}

const askAgain = 'Ask the person who made it to send the file or link again. Nothing was changed.'

function refused(message: string, hint: string, cause?: unknown): LabError {
  return new LabError('invalid-input', message, hint, cause)
}
