import { modelKey } from '../model/model-key'
import type { RunConfig } from '../settings/run-config'
import { fieldValues } from '../settings/setting-values'
import { isField, settings } from '../settings/settings'
import type { Recipe } from './recipe'
import { recipeConfig, recipes } from './recipes'

interface Followed {
  readonly recipe: Recipe
  readonly without: readonly string[]
}

/** What each recipe trains, whole and without any of its ingredients; made when it is first asked for. */
let table: ReadonlyMap<string, Followed> | undefined

/**
 * The recipe that settings follow, with the ingredients that are left out, whatever the seed and the means.
 * @returns undefined for settings of no recipe
 */
export function recipeOf(config: RunConfig): Followed | undefined {
  table ??= makeTable()
  return table.get(trainedKey(config))
}

function makeTable(): ReadonlyMap<string, Followed> {
  const found = new Map<string, Followed>()
  for (const recipe of recipes) {
    for (const without of subsets(recipe.ingredients.map(({ id }) => id))) {
      const key = trainedKey(recipeConfig(recipe, without))
      if (!found.has(key)) found.set(key, { recipe, without })
    }
  }
  return found
}

/** Equal for settings that train the same but for the seed; see `computeTheSame`. */
function trainedKey(config: RunConfig): string {
  const values = Object.entries(fieldValues(config))
    .filter(([name]) => name !== 'seed' && isField(name) && settings[name].means !== true)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([modelKey(config.model), values])
}

/** All subsets of some ids, those with fewer first. */
function subsets(ids: readonly string[]): readonly (readonly string[])[] {
  const all = ids.reduce<readonly (readonly string[])[]>(
    (found, id) => [...found, ...found.map((one) => [...one, id])],
    [[]]
  )
  return [...all].sort((one, other) => one.length - other.length)
}
