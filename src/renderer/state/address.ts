import { readWholeNumber } from '../../core/read-number'
import { z } from '../../core/schema'
import { runId } from '../../lab/contract/run-id'
import { settings } from '../../lab/contract/settings'

const address = z.object({
  room: settings.shape.view,
  /** The run that is open. */
  runId: runId.optional(),
  /** The image that is looked at. */
  image: z.object({ split: z.enum(['train', 'test']), row: z.int().min(0) }).optional()
})

/** A place in the workbench: a room, and what is open in it. */
export type Address = z.infer<typeof address>

/**
 * As the page's address has it: `#/network/run-1?image=test-12`. It is a fragment, which no browser sends to a server,
 * and which means the same below any path.
 */
export function writeAddress({ room, runId: run, image }: Address): string {
  return `#/${room}${run === undefined ? '' : `/${run}`}${image === undefined ? '' : `?image=${image.split}-${image.row}`}`
}

/** @returns undefined for what leads nowhere */
export function readAddress(fragment: string): Address | undefined {
  const parts = /^#\/([a-z]+)(?:\/([^/?]+))?(?:\?image=([a-z]+)-(\d+))?$/.exec(fragment)
  if (parts === null) return undefined
  const [, room, run, split, row] = parts
  const image = row === undefined ? undefined : { split, row: readWholeNumber(row) }
  return address.safeParse({ room, runId: run, image }).data
}
