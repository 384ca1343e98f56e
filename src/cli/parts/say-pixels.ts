import { assertNever } from '../../core/base/assert-never'
import { ownCommand } from '../../core/base/own-command'
import { likelyPixels } from '../../core/exchange/likely-pixels'
import {
  isSingleRange,
  type PixelRanges,
  pixelsOf,
  pixelText,
  samePixels,
  usualPixels
} from '../../core/model/pixel-range'
import { foldRun, newRun } from '../../core/run/run-state'
import type { Session } from '../console/session'

/** What a network was read from. */
interface Source {
  /** undefined where it was no file that holds a network */
  readonly file: string | undefined
  /** Id of the data set that the network is used with, if the command names one. */
  readonly dataset: string | undefined
}

/** Says which pixels a network from a file was given, and how that is known. @returns the same for programs */
export async function sayPixels(session: Session, runId: string, source: Source): Promise<object> {
  const { lab, terminal } = session
  const { summary, events } = await lab.getRun({ runId })
  const { config, pixelsFrom } = foldRun(newRun, events)
  const range = config === undefined ? usualPixels : pixelsOf(config.model)
  const text = pixelText(shortened(range))
  switch (pixelsFrom) {
    case 'assumed': {
      const why = await whyLikely(session, range, source)
      const another = samePixels(range, [0, 1]) ? '-1..1' : '0..1'
      terminal.say(
        `Pixels ${text} (assumed: the file does not name its pixels${why}). If the network was trained with other pixels: ${ownCommand} evaluate ${summary.number} --pixels ${another}`
      )
      break
    }
    case 'file':
      terminal.say(`Pixels ${text}, as the file says.`)
      break
    case 'user':
      terminal.say(`Pixels ${text}, as you chose.`)
      break
    case 'training':
      break
    default:
      assertNever(pixelsFrom)
  }
  return { range, from: pixelsFrom }
}

async function whyLikely({ lab }: Session, range: PixelRanges, { file, dataset }: Source): Promise<string> {
  if (file === undefined) return ''
  const { info } = await lab.getDataset(dataset === undefined ? {} : { dataset })
  const { ranges, why } = likelyPixels(file, info.shape[2], info.normalisation)
  return samePixels(range, ranges) ? `. ${why.replace(/\.$/, '')}` : ''
}

/** With as many decimals as people read. */
function shortened(ranges: PixelRanges): PixelRanges {
  const short = ([low, high]: readonly [number, number]): readonly [number, number] => [
    Number(low.toFixed(3)),
    Number(high.toFixed(3))
  ]
  return isSingleRange(ranges) ? short(ranges) : ranges.map(short)
}
