import { hasColours } from '../../core/data/channel-order'
import { ownCommand } from '../../core/base/own-command'
import { foldRun, newRun } from '../../core/run/run-state'
import type { NetworkAnswers } from '../../core/exchange/network-answers'
import type { NetworkFile } from '../../lab/exchange/network-file'
import type { Session } from '../console/session'

/** Says what neither the files of a network nor the command said of it, and how to say it. The pixels are told elsewhere. */
export async function sayAssumed(
  { lab, terminal }: Session,
  read: NetworkFile,
  {
    runId,
    command: given,
    answers = {}
  }: {
    readonly runId: string
    /** What it was evaluated with. */ readonly command: string
    readonly answers?: NetworkAnswers | undefined
  }
): Promise<void> {
  const { named, pixelsSaid } =
    read.kind === 'whole'
      ? {
          named: read.checkpoint.assumesClasses !== true,
          pixelsSaid: read.checkpoint.assumesPixels !== true
        }
      : { named: read.classes !== undefined, pixelsSaid: read.pixels !== undefined }
  const leftOut = read.kind === 'whole' ? read.checkpoint.leftOut : undefined
  if (leftOut !== undefined)
    terminal.say(`Left out, because they act only in training: ${leftOut.join(', ')}.`)
  const trainedHere = read.kind === 'whole' && read.checkpoint.dataset !== undefined
  if (trainedHere || (named && pixelsSaid)) return
  const { config, classes } = foldRun(newRun, (await lab.getRun({ runId })).events)
  const command = `${ownCommand} evaluate ${given}`
  if (answers.channels === undefined && config !== undefined && hasColours(config.model.inputShape)) {
    terminal.say(
      `Colours red, green, blue (assumed: the file does not say). If the network takes blue first: ${command} --channels bgr`
    )
  }
  if (!named && read.labels === undefined && answers.classes === undefined) {
    terminal.say(
      `Classes ${few(classes)} (assumed: those of the data set). If the network’s are in another order: ${command} --class-names names.txt`
    )
  }
}

/** Says which names lie beside a network: before it is tested, because with them it may be refused. */
export function sayLabels(
  terminal: Session['terminal'],
  labels: readonly string[] | undefined,
  command: string
): void {
  if (labels === undefined) return
  terminal.say(
    `Classes ${few(labels)}, as labels.txt says. To give others: ${ownCommand} evaluate ${command} --class-names names.txt`
  )
}

function few(classes: readonly string[]): string {
  return (classes.length > 4 ? [...classes.slice(0, 3), '…'] : classes).join(', ')
}
