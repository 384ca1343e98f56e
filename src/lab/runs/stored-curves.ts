import { basename } from 'node:path'
import { z } from '../../core/base/schema'
import { KeptReadings } from '../storage/kept-readings'
import { readStoredFile } from '../storage/read-stored-file'
import { mostLogBytes } from './event-log'
import { logLines } from './log-lines'
import { curveLosses, type RunCurve } from './run-curve'
import { runPaths } from './run-folder'

/** What a curve needs of an event; most events of a log are others. */
const line = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['started', 'forked']), step: z.int().optional(), stepsPerEpoch: z.int() }),
  z.object({ type: z.literal('resumed'), step: z.int() }),
  z.object({ type: z.enum(['log', 'progress']), step: z.int(), loss: z.number() }),
  z.object({ type: z.literal('validated'), step: z.int(), accuracy: z.number() })
])

type Step = { readonly step: number }

/** The curves of runs as their logs have them: read once, and again when a log has changed. */
export class StoredCurves {
  readonly #kept = new KeptReadings<RunCurve>()

  /** @throws LabError 'storage' | 'data-corrupt' */
  of(folder: string): Promise<RunCurve> {
    return this.#kept.get(basename(folder), [runPaths.events(folder)], () => storedCurve(folder))
  }

  /** Forgets all others. */
  keepOnly(runIds: readonly string[]): void {
    this.#kept.keepOnly(runIds)
  }
}

async function storedCurve(folder: string): Promise<RunCurve> {
  const content = await readStoredFile(runPaths.events(folder), mostLogBytes)
  if (content === undefined) return { stepsPerEpoch: 0, loss: [], validation: [] }
  const { stepsPerEpoch, losses, validation } = followed(content, 'log')
  return { stepsPerEpoch, loss: curveLosses(losses, () => followed(content, 'progress').losses), validation }
}

function followed(content: Buffer, lossType: 'log' | 'progress') {
  let stepsPerEpoch = 0
  const losses: { step: number; loss: number }[] = []
  const validation: { step: number; accuracy: number }[] = []
  for (const parsed of logLines(content, ['started', 'forked', 'resumed', 'validated', lossType])) {
    const event = line.safeParse(parsed).data
    switch (event?.type) {
      case undefined:
        break
      case 'started':
      case 'forked':
      case 'resumed':
        if ('stepsPerEpoch' in event) stepsPerEpoch = event.stepsPerEpoch
        // What a run had done after the checkpoint from which it goes on never happened.
        dropFrom(losses, (event.step ?? -1) + 1)
        dropFrom(validation, (event.step ?? -1) + 1)
        break
      case 'validated':
        // Measured again, where the run went on before it was known that it had been.
        dropFrom(validation, event.step)
        validation.push({ step: event.step, accuracy: event.accuracy })
        break
      case 'log':
      case 'progress':
        losses.push({ step: event.step, loss: event.loss })
    }
  }
  return { stepsPerEpoch, losses, validation }
}

function dropFrom(items: Step[], step: number): void {
  for (let last = items.at(-1); last !== undefined && last.step >= step; last = items.at(-1)) items.pop()
}
