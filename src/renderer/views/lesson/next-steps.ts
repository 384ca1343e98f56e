import { extent } from '../../../core/maths/extent'
import { lessonConfig } from '../../../core/settings/run-config'
import type { LogLine } from '../../../core/run/run-state'
import { modelPresets } from '../../../core/model/presets/model-presets'
import { recipeOf } from '../../../core/recipes/recipe-of'
import type { RunConfig } from '../../../core/settings/run-config'
import type { EngineStatus } from '../../../lab/contract/engine-status'
import type { WorkbenchSettings } from '../../../lab/contract/workbench-settings'

export interface NextStep {
  readonly title: string
  readonly text: string
  /** Where it is done. */
  readonly room: WorkbenchSettings['view']
  /** Which of the pictures there. */
  readonly tab?: 'recipes'
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
  const followed = result && recipeOf(result.config)
  const further = followed !== undefined && followed.recipe.id !== 'lesson'
  return [
    {
      title: 'More epochs',
      text: moreEpochs(result),
      room: 'train',
      way: 'Set the epochs in Train'
    },
    {
      title: further ? 'Its ingredients' : 'A recipe',
      text: further
        ? `You have trained the recipe “${followed.recipe.name}”. Switch one of its ingredients off, train again, and see what it is worth.`
        : 'A network smaller than the lesson’s can reach 80 % in four epochs. A recipe lists everything that this takes. Switch one ingredient off, train again, and see what it is worth.',
      room: 'train',
      tab: 'recipes',
      way: 'Open Recipes in Train'
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

/** A fall of the mean loss of an epoch that is too small to be worth more of them, as a share. */
const slight = 0.01

function moreEpochs(result: Result | undefined): string {
  if (result === undefined)
    return `The lesson’s ${lessonConfig.epochs} epochs are too few to get the best out of the network. Hold some images back for validation, and train until the validation loss no longer falls.`
  const trained = result.log.at(-1)?.epoch ?? result.config.epochs
  const through = trained === 1 ? 'one epoch' : `${trained} epochs`
  const [before, last] = epochLosses(result.log).slice(-2)
  if (before === undefined || last === undefined)
    return `You trained for ${through}. Train until the validation loss no longer falls. To see it, hold some images back for validation.`
  const words = `from ${before.loss.toFixed(3)} in epoch ${before.epoch} to ${last.loss.toFixed(3)} in epoch ${last.epoch}`
  return last.loss < before.loss * (1 - slight)
    ? `You trained for ${through}. The mean of the running loss fell ${words}, so there is more to learn. Train longer: try ${trained * 2} or ${trained * 5} epochs.`
    : `You trained for ${through}. The mean of the running loss was no longer falling: it went ${words}. More epochs may not help, but a smaller learning rate may.`
}

/**
 * The mean of the log's lines for each epoch that has all of them. Single lines differ by chance; whole epochs are of the
 * same images.
 */
function epochLosses(log: readonly LogLine[]): { readonly epoch: number; readonly loss: number }[] {
  const losses = new Map<number, number[]>()
  for (const { epoch, loss } of log) {
    const same = losses.get(epoch)
    if (same === undefined) losses.set(epoch, [loss])
    else same.push(loss)
  }
  const lines = extent([...losses.values()].map(({ length }) => length)).max
  return [...losses].flatMap(([epoch, all]) =>
    all.length === lines ? [{ epoch, loss: all.reduce((sum, loss) => sum + loss, 0) / lines }] : []
  )
}

function gpuWords(engines: readonly EngineStatus[] | undefined): string {
  if (engines === undefined) return 'Devices shows what this machine has.'
  const here = engines.flatMap((one) => (one.available && isOnCard(one) ? [one.description] : []))
  if (here.length > 0)
    return `This machine can train on: ${here.join('; ')}. Choose it under Engine in Train.`
  const webgpu = engines.find(({ engine }) => engine === 'webgpu')
  const why = webgpu?.available === false ? ` (${webgpu.reason.replace(/\.$/, '')})` : ''
  return `This machine cannot train on a GPU${why}. Devices says more.`
}

/** TensorFlow also runs on the CPU. */
const isOnCard = ({ engine, description }: Extract<EngineStatus, { available: true }>): boolean =>
  engine === 'webgpu' || (engine === 'tensorflow' && !description.includes('on the CPU'))
