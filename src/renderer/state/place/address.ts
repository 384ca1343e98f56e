import { readWholeNumber } from '../../../core/base/read-number'
import { z } from '../../../core/base/schema'
import { mostCompared } from '../../../core/compare/comparison'
import { runId } from '../../../lab/contract/run-id'
import { studyId } from '../../../lab/contract/study'
import { workbenchSettings } from '../../../lab/contract/workbench-settings'
import { readTopic } from '../../../core/lesson/topic'

/** Layers and tabs come and go with the network and the version: what does not exist now leads to the usual one. */
const usual = undefined

const address = z.object({
  room: workbenchSettings.shape.view,
  /** The run that is open. */
  runId: runId.optional(),
  /** The image that is looked at; a picture of one's own is in no address, only that there is one. */
  image: z
    .union([z.literal('own'), z.object({ split: z.enum(['train', 'test']), row: z.int().min(0) })])
    .optional(),
  /** The part of the network that is looked at: its input, 0, or a layer, from 1. The usual one is the first layer. */
  layer: z.int().min(0).max(1000).optional().catch(usual),
  /** Which of its pictures the room shows. */
  tab: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .optional()
    .catch(usual),
  /** The runs that are compared. */
  runs: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(runId).max(mostCompared))
    .optional()
    .catch(usual),
  /** The study that is open. */
  study: studyId.optional().catch(usual),
  /** What the guide speaks of. */
  topic: z.string().transform(readTopic).optional(),
  /** What stands below the guide's code. The usual are the words that explain it. */
  guide: z.enum(['exercises']).optional().catch(usual)
})

/** A place in the workbench: a room, and what is open in it. */
export type Address = z.infer<typeof address>

const parts = ['image', 'layer', 'tab', 'runs', 'study', 'topic', 'guide'] as const

/**
 * As the page's address has it: `#/network/run-1?image=test-12&tab=filters`. It is a fragment, which no browser sends to
 * a server, and which means the same below any path.
 */
export function writeAddress({ room, runId: run, image, runs, ...rest }: Address): string {
  const texts = { ...rest, image: image === undefined ? undefined : writeImage(image), runs: runs?.join(',') }
  const query = parts.flatMap((part) => (texts[part] === undefined ? [] : [`${part}=${texts[part]}`]))
  return `#/${room}${run === undefined ? '' : `/${run}`}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

/** @returns undefined for what leads nowhere */
export function readAddress(fragment: string): Address | undefined {
  const [, room, run, query] = /^#\/([a-z]+)(?:\/([^/?]+))?(?:\?(.+))?$/.exec(fragment) ?? []
  const texts = readQuery(query)
  if (texts === undefined) return undefined
  const { image, layer, ...rest } = texts
  return address.safeParse({
    ...rest,
    room,
    runId: run,
    image: image === undefined ? undefined : readImage(image),
    layer: layer === undefined ? undefined : readWholeNumber(layer)
  }).data
}

/** @returns undefined where something is asked for that no address has */
function readQuery(query: string | undefined): Partial<Record<(typeof parts)[number], string>> | undefined {
  const given = [...new URLSearchParams(query)]
  const known = parts.flatMap((part) => given.filter(([name]) => name === part).slice(0, 1))
  return known.length === given.length ? Object.fromEntries(known) : undefined
}

const writeImage = (image: NonNullable<Address['image']>): string =>
  image === 'own' ? image : `${image.split}-${image.row}`

function readImage(text: string): unknown {
  if (text === 'own') return text
  const [, split, row] = /^([a-z]+)-(\d+)$/.exec(text) ?? []
  return { split, row: row === undefined ? undefined : readWholeNumber(row) }
}
