import { formatCount } from '../format/format-number'
import { parameterShapes } from '../model/infer-shapes'
import type { ModelSpec } from '../model/model-spec'
import { pixelsOf, samePixels } from '../model/pixel-range'
import { flagOf } from '../settings/flag-of'
import type { RunConfig } from '../settings/run-config'
import { sayField } from '../settings/setting-values'
import { settings, type SettingName } from '../settings/settings'
import { fixedInForks } from './fixed-in-forks'

/** Where a fork begins. */
export interface ForkPoint {
  /** Of the run that is forked. */
  readonly number: number
  /** Of the run that is forked. */
  readonly config: RunConfig
  readonly stepsPerEpoch: number
  /** Whether its images and their order are known: not where the network came from a file that says nothing of them. */
  readonly trained: boolean
  /** Of the checkpoint. */
  readonly step: number
}

export interface ForkProblem {
  /** The setting that says so. */
  readonly setting: SettingName
  /** A clause without a full stop. */
  readonly message: string
  /** What can be given instead, in a terminal too. */
  readonly hint: string
}

/**
 * Why a fork cannot continue with these settings. Everything can change that leaves the images of each batch and the
 * weights as they are; where nothing was trained yet, only the weights have to stay.
 * @param config a network in it fits its images
 */
export function forkProblem(point: ForkPoint, config: RunConfig): ForkProblem | undefined {
  return fixedProblem(point, config) ?? networkProblem(point, config.model) ?? epochsProblem(point, config)
}

function fixedProblem(
  { number, config: parent, trained }: ForkPoint,
  config: RunConfig
): ForkProblem | undefined {
  const setting = trained ? fixedInForks.find((name) => config[name] !== parent[name]) : undefined
  if (setting === undefined) return undefined
  const { noun } = settings[setting]
  const kept = String(sayField(parent, setting))
  return {
    setting,
    message: `A fork cannot change the ${noun}: run #${number} has ${kept}, and these settings ${String(sayField(config, setting))}`,
    hint: `Set the ${noun} to ${kept} (${flagOf(setting)} ${parent[setting]}), or start a new run.`
  }
}

function networkProblem({ number, config: parent }: ForkPoint, model: ModelSpec): ForkProblem | undefined {
  const reason = networkChange(parent.model, model)
  return reason === undefined
    ? undefined
    : {
        setting: 'network',
        message: `A fork keeps the weights of run #${number}, but ${reason}`,
        hint: 'Use the network of that run; dropout rates, activations and frozen layers may change. For another network, start a new run.'
      }
}

/** What makes the weights of one network useless to the other, as a clause. */
function networkChange(before: ModelSpec, after: ModelSpec): string | undefined {
  const size = ({ inputShape }: ModelSpec): string => inputShape.join(' × ')
  if (size(before) !== size(after)) {
    return `its network takes images of ${size(before)}, and this one images of ${size(after)}`
  }
  if (!samePixels(pixelsOf(before), pixelsOf(after))) return 'this network takes pixels of another range'
  const [kept, wanted] = [parameterShapes(before), parameterShapes(after)]
  const text = (one: { readonly name: string; readonly shape: readonly number[] } | undefined): string =>
    one === undefined ? 'nothing' : `${one.name} (${one.shape.join(' × ')})`
  for (let i = 0; i < Math.max(kept.length, wanted.length); i++) {
    const [from, to] = [text(kept[i]), text(wanted[i])]
    if (from !== to) return `this network has ${to} where that one has ${from}`
  }
  const other = after.layers.find((layer) =>
    before.layers.some(({ name, ...was }) => name === layer.name && startOf(was) !== startOf(layer))
  )
  return other && `layer ${other.name} of this network starts with other weights`
}

/** How a layer says that its weights start. */
const startOf = (layer: object): unknown => ('initialisation' in layer ? layer.initialisation : undefined)

function epochsProblem(
  { number, step, stepsPerEpoch }: ForkPoint,
  { epochs }: RunConfig
): ForkProblem | undefined {
  if (epochs * stepsPerEpoch > step) return undefined
  const least = Math.floor(step / stepsPerEpoch) + 1
  const end = `${epochs === 1 ? '1 epoch ends' : `${epochs} epochs end`} at step ${formatCount(epochs * stepsPerEpoch)}`
  return {
    setting: 'epochs',
    message: `${end}, and the checkpoint of run #${number} is at step ${formatCount(step)}, so there is nothing left to train`,
    hint: `Train at least ${least} epochs (${flagOf('epochs')} ${least}), or choose an earlier checkpoint.`
  }
}
