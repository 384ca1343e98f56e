import { lessonConfig } from '../../../core/settings/run-config'
import type { LogLine } from '../../../core/run/run-state'
import { modelPresets } from '../../../core/model/presets/model-presets'
import type { RunConfig } from '../../../core/settings/run-config'
import type { EngineStatus } from '../../../lab/contract/engine-status'
import type { WorkbenchSettings } from '../../../lab/contract/workbench-settings'

export interface NextStep {
  readonly title: string
  readonly text: string
  /** Where it is done. */
  readonly room: WorkbenchSettings['view']
  readonly way: string
}

/** A run whose result is known. */
interface Result {
  readonly config: RunConfig
  readonly log: readonly LogLine[]
}

/**
 * What to try after the lesson, from what this machine offers and what was trained.
 * @param engines undefined until they are known
 */
export function nextSteps(
  engines: readonly EngineStatus[] | undefined,
  result: Result | undefined
): readonly NextStep[] {
  return [
    {
      title: 'More epochs',
      text: moreEpochs(result),
      room: 'train',
      way: 'Set the epochs in Train'
    },
    {
      title: 'A better network',
      text: `More layers, smaller windows and batch normalisation usually help more than more epochs. Network has ${presetNames} as starting points.`,
      room: 'network',
      way: 'Choose one in Network'
    },
    {
      title: 'A graphics card',
      text: `A network as small as the lesson’s gains little from a GPU; a larger one gains a lot. ${gpuWords(engines)}`,
      room: 'devices',
      way: 'See Devices'
    },
    {
      title: 'A question of your own',
      text: 'Change one setting, keep the seed and train again, then compare the two runs. A small difference can be chance: repeat both with other seeds to be sure.',
      room: 'runs',
      way: 'Compare in Runs'
    }
  ]
}

const presetNames = modelPresets
  .filter(({ value }) => value !== 'lesson')
  .map(({ text }) => `“${text}”`)
  .join(', ')
  .replace(/, ([^,]+)$/, ' and $1')

function moreEpochs(result: Result | undefined): string {
  const { epochs } = lessonConfig
  if (result === undefined)
    return `The lesson’s ${epochs} epochs are too few to reach the lowest loss. Train until the running loss no longer falls.`
  const trained = result.config.epochs
  const through = trained === 1 ? 'one epoch' : `${trained} epochs`
  const [before, last] = result.log.slice(-2)
  if (before === undefined || last === undefined)
    return `You trained for ${through}. Train until the running loss no longer falls.`
  const words = `from ${before.loss.toFixed(3)} to ${last.loss.toFixed(3)} between the last two lines of your run`
  return last.loss < before.loss
    ? `You trained for ${through}. The running loss was still falling, ${words}, so there is more to learn. Try ${trained * 2} or ${trained * 5}.`
    : `You trained for ${through}. The running loss was no longer falling, ${words}. More epochs may not help, but a smaller learning rate may.`
}

function gpuWords(engines: readonly EngineStatus[] | undefined): string {
  if (engines === undefined) return 'Devices shows what this machine has.'
  const here = engines.flatMap((one) => (one.available && isOnCard(one) ? [one.description] : []))
  if (here.length > 0)
    return `This machine can train on: ${here.join('; ')}. Choose it under Engine in Train.`
  const webgpu = engines.find(({ engine }) => engine === 'webgpu')
  const why = webgpu?.available === false ? ` (${webgpu.reason.replace(/\.$/, '')})` : ''
  return `This machine cannot train on a GPU yet${why}. Devices shows what to do.`
}

/** TensorFlow also runs on the CPU. */
const isOnCard = ({ engine, description }: Extract<EngineStatus, { available: true }>): boolean =>
  engine === 'webgpu' || (engine === 'tensorflow' && !description.includes('on the CPU'))
