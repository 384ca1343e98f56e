import { logEvent, type RunEvent, runEvent } from '../../core/run/run-event'
import { z } from '../../core/base/schema'

type LogEvent = z.infer<typeof logEvent>

const { at, step, epoch, batch, loss } = logEvent.shape

/** Lines of the log that follow one another, as columns of equal length. */
const logColumns = z.object({
  type: z.literal('logColumns'),
  at: z.array(at),
  step: z.array(step),
  epoch: z.array(epoch),
  batch: z.array(batch),
  loss: z.array(loss)
})
type LogColumns = z.infer<typeof logColumns>

const logLines = logColumns.transform((columns, context): readonly LogEvent[] => {
  const { length } = columns.at
  const lines = columns.at.flatMap((moment, i): readonly LogEvent[] => {
    const [step, epoch, batch, loss] = [columns.step[i], columns.epoch[i], columns.batch[i], columns.loss[i]]
    return step === undefined || epoch === undefined || batch === undefined || loss === undefined
      ? []
      : [{ type: 'log', at: moment, step, epoch, batch, loss }]
  })
  const { step, epoch, batch, loss } = columns
  if ([lines, step, epoch, batch, loss].every((column) => column.length === length)) return lines
  context.addIssue('the columns of a stretch of the log differ in length')
  return z.NEVER
})

/**
 * The events of a run as they are sent; parsed, they are the events again. A run that prints every step has a hundred
 * thousand lines in its log: as columns they are half as long, and read in half the time.
 */
export const packedEvents = z
  .array(z.discriminatedUnion('type', [logLines, runEvent]))
  .transform((packed): RunEvent[] => packed.flat())

/** What `packedEvents` parses to the same events. */
export function packEvents(events: readonly RunEvent[]): z.input<typeof packedEvents> {
  const packed: (LogColumns | RunEvent)[] = []
  for (const event of events) {
    const last = packed.at(-1)
    if (event.type !== 'log') packed.push(event)
    else if (last?.type === 'logColumns') addLine(last, event)
    else {
      const columns: LogColumns = { type: 'logColumns', at: [], step: [], epoch: [], batch: [], loss: [] }
      addLine(columns, event)
      packed.push(columns)
    }
  }
  return packed
}

function addLine(columns: LogColumns, line: LogEvent): void {
  columns.at.push(line.at)
  columns.step.push(line.step)
  columns.epoch.push(line.epoch)
  columns.batch.push(line.batch)
  columns.loss.push(line.loss)
}
