import { LabError } from '../../core/base/lab-error'
import { countParameters } from '../../core/model/infer-shapes'
import { modelKey } from '../../core/model/model-key'
import type { ModelSpec } from '../../core/model/model-spec'
import { presetOf } from '../../core/model/presets/preset-of'
import { recipeOf } from '../../core/recipes/recipe-of'
import { recipeTitle } from '../../core/recipes/recipe-title'
import type { RunDetails } from '../../core/run-table/run-details'
import type { RunConfig } from '../../core/settings/run-config'
import { fieldValues } from '../../core/settings/setting-values'
import { sha256 } from '../storage/sha256'

type Network = RunDetails['network']

/** Few networks are trained, by many runs. */
const mostNetworks = 200
const networks = new Map<string, Network>()

/** What the list tells of a run beside its summary. */
export function detailsOf(config: RunConfig): RunDetails {
  const followed = recipeOf(config)
  return {
    values: fieldValues(config),
    network: networkOf(config.model),
    ...(followed === undefined ? {} : { recipe: recipeTitle(followed.recipe, followed.without) })
  }
}

function networkOf(model: ModelSpec): Network {
  const text = modelKey(model)
  const known = networks.get(text)
  if (known !== undefined) return known
  const network = { ...sizeOf(model), key: sha256(text).slice(0, 16) }
  if (networks.size >= mostNetworks) networks.clear()
  networks.set(text, network)
  return network
}

function sizeOf(model: ModelSpec): Omit<Network, 'key'> {
  try {
    const preset = presetOf(model)
    return { parameters: countParameters(model), ...(preset === undefined ? {} : { preset }) }
  } catch (thrown) {
    // Its layers do not fit one another; such a run is listed all the same.
    if (thrown instanceof LabError) return {}
    throw thrown
  }
}
