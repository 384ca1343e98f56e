import { closestName } from '../base/closest-name'
import { LabError } from '../base/lab-error'
import type { RunConfig } from '../settings/run-config'
import { fiveMinutesRecipe } from './five-minutes-recipe'
import { lessonRecipe } from './lesson-recipe'
import { minuteRecipe } from './minute-recipe'
import { type Ingredient, type Recipe, type RecipeId, recipeIds } from './recipe'

const table: Readonly<Record<RecipeId, Recipe>> = {
  lesson: lessonRecipe,
  minute: minuteRecipe,
  'five-minutes': fiveMinutesRecipe
}

/** From the simplest to the longest. */
export const recipes: readonly Recipe[] = recipeIds.map((id) => table[id])

/** @throws LabError 'invalid-input' for a name that there is not */
export function recipeCalled(name: string): Recipe {
  const found = recipes.find(({ id }) => id === name)
  if (found !== undefined) return found
  throw unknownName('recipe', name, recipeIds, 'Recipes')
}

/** @throws LabError 'invalid-input' for an ingredient that the recipe does not have */
export function ingredientCalled({ name: recipe, ingredients }: Recipe, name: string): Ingredient {
  const found = ingredients.find(({ id }) => id === name)
  if (found !== undefined) return found
  const ids = ingredients.map(({ id }) => id)
  throw unknownName('ingredient', name, ids, `Ingredients of “${recipe}”`)
}

/** The settings of a recipe with some ingredients left out. @param without ids of them */
export function recipeConfig({ config, ingredients }: Recipe, without: readonly string[] = []): RunConfig {
  return ingredients
    .filter(({ id }) => without.includes(id))
    .reduce((left, ingredient) => ingredient.without(left), config)
}

function unknownName(kind: string, name: string, known: readonly string[], list: string): LabError {
  const meant = closestName(name, known)
  return new LabError(
    'invalid-input',
    `No ${kind} is called “${name.slice(0, 40)}”.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    `${list}: ${known.join(', ')}.`
  )
}
