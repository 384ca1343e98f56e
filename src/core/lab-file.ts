import { fromBase64Url, toBase64Url } from './base64url'
import { cifar10Classes } from './image-set'
import { classCount } from './infer-shapes'
import { LabError } from './lab-error'
import { lessonModel } from './lesson-model'
import { parseInput } from './parse-input'
import { lessonConfig, runConfig, type RunConfig } from './run-config'
import { shownText } from './shown-text'
import { z } from './schema'

/** The rooms of the lesson, in its order. */
export const labRooms = ['data', 'network', 'optimizer', 'train', 'evaluate'] as const

/** What a teacher can take off the screen. `optimizerDetails`: all knobs of the optimizer but rate and momentum. */
export const labControls = [
  'batchSize',
  'workers',
  'network',
  'optimizer',
  'learningRate',
  'momentum',
  'optimizerDetails',
  'epochs',
  'seed',
  'validationSplit',
  'trainImages',
  'logEvery',
  'checkpointEvery',
  'keepCheckpoints',
  'engine',
  'threads'
] as const
export type LabControl = (typeof labControls)[number]

/** A lab as a teacher hands it out: what is set, where the lesson opens, and which controls are hidden. */
export const labFile = z.object({
  title: shownText('the title'),
  room: z.enum(labRooms, `room must be one of ${labRooms.join(', ')}`),
  /** The seed is part of it. */
  config: runConfig,
  hidden: z.array(z.enum(labControls)).max(labControls.length)
})
export type LabFile = z.infer<typeof labFile>

const format = 'tenfold-lab'
const version = 1
const linkStart = '#lab='

/** A whole network of 64 layers fits in a fifth of this. */
export const labFileMaxCharacters = 65_536

/** Says what a text is before it is looked at more closely. */
const header = z.object({ format: z.literal(format), version: z.number() })
/** Settings that are left out are the lesson's. */
const document = labFile.extend({
  config: z.preprocess(
    (given) => (typeof given === 'object' ? { ...lessonConfig, ...given } : given),
    runConfig
  )
})

/** The content of a `.tenfold-lab.json` file. */
export function writeLabFile({ title, room, config, hidden }: LabFile): string {
  return `${JSON.stringify({ format, version, title, room, hidden, config }, undefined, 2)}\n`
}

/** @throws LabError 'invalid-input' that says what is wrong with the text; nothing in it is run */
export function parseLabFile(text: string): LabFile {
  if (text.length > labFileMaxCharacters) {
    throw refused(
      `This is not a lab: it is larger than ${labFileMaxCharacters / 1024} kB.`,
      'A checkpoint (.tenfold.json) is opened with “Load checkpoint”.'
    )
  }
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (cause) {
    throw refused('This lab is damaged: it is not whole JSON.', askAgain, cause)
  }
  const head = header.safeParse(input)
  if (!head.success) throw refused('This is not a Tenfold lab.', askAgain)
  if (head.data.version !== version) {
    throw refused(
      `This lab was written by another version of Tenfold: its format is ${head.data.version}, this one reads ${version}.`,
      'Update Tenfold, or ask for the lab in this format.'
    )
  }
  const lab = parseLab(input)
  checkNetwork(lab.config)
  return { ...lab, hidden: [...new Set(lab.hidden)] }
}

function parseLab(input: unknown): LabFile {
  try {
    return parseInput(document, input, 'This lab')
  } catch (thrown) {
    const { message, cause } = LabError.from(thrown)
    throw refused(message, askAgain, cause)
  }
}

/** @throws LabError when no run could start with the network */
function checkNetwork({ model }: RunConfig): void {
  const shape = lessonModel.inputShape.join(' × ')
  if (model.inputShape.join(' × ') !== shape) {
    throw refused(`This lab’s network is not made for images of ${shape}.`, askAgain)
  }
  try {
    if (classCount(model) === cifar10Classes.length) return
  } catch (thrown) {
    throw refused(`This lab’s network cannot be: ${LabError.from(thrown).message}`, askAgain, thrown)
  }
  throw refused(`This lab’s network does not end in ${cifar10Classes.length} scores.`, askAgain)
}

/** The part of a link that carries a lab: `#lab=` and what differs from the lesson. */
export function labLink({ title, room, config, hidden }: LabFile): string {
  const lesson: Readonly<Record<string, unknown>> = lessonConfig
  const changed = Object.entries(config).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(lesson[key])
  )
  const lab = { format, version, title, room, hidden, config: Object.fromEntries<unknown>(changed) }
  return `${linkStart}${toBase64Url(JSON.stringify(lab))}`
}

/** Whether an address, or the part of one behind its `#`, carries a lab. */
export function isLabLink(link: string): boolean {
  return link.includes(linkStart)
}

/** @throws LabError 'invalid-input' that says what is wrong with the link; nothing in it is run */
export function parseLabLink(link: string): LabFile {
  const [, encoded = ''] = link.split(linkStart)
  const text = encoded.length > labFileMaxCharacters ? undefined : fromBase64Url(encoded.trim())
  if (text === undefined || text === '') {
    throw refused('This link to a lab is damaged.', 'Copy the whole link again, up to its last letter.')
  }
  return parseLabFile(text)
}

const askAgain = 'Ask the person who made it for the file or link again. Nothing was changed.'

function refused(message: string, hint: string, cause?: unknown): LabError {
  return new LabError('invalid-input', message, hint, cause)
}
