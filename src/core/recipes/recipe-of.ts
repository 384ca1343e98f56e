import { computeTheSame } from '../settings/compute-the-same'
import type { RunConfig } from '../settings/run-config'
import type { Recipe } from './recipe'
import { recipeConfig, recipes } from './recipes'

/**
 * The recipe that settings follow, with the ingredients that are left out, whatever the seed and the means.
 * @returns undefined for settings of no recipe
 */
export function recipeOf(
  config: RunConfig
): { readonly recipe: Recipe; readonly without: readonly string[] } | undefined {
  for (const recipe of recipes) {
    for (const without of subsets(recipe.ingredients.map(({ id }) => id))) {
      if (computeTheSame({ ...recipeConfig(recipe, without), seed: config.seed }, config)) {
        return { recipe, without }
      }
    }
  }
  return undefined
}

/** All subsets of some ids, those with fewer first. */
function subsets(ids: readonly string[]): readonly (readonly string[])[] {
  const all = ids.reduce<readonly (readonly string[])[]>(
    (found, id) => [...found, ...found.map((one) => [...one, id])],
    [[]]
  )
  return [...all].sort((one, other) => one.length - other.length)
}
