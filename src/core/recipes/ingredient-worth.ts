import type { RecipeId } from './recipe'
import { recipeFigures } from './recipe-figures'

/**
 * What an ingredient adds to the test accuracy of a recipe with the same seeds, in percentage points: `+1.8`, `−0.2`.
 * @returns undefined where it was not measured
 */
export function ingredientWorth(recipe: RecipeId, ingredient: string): string | undefined {
  const measured = recipeFigures[recipe]?.ingredients
  const without = measured?.without[ingredient]
  if (measured === undefined || without === undefined) return undefined
  const points = (measured.accuracy - without) * 100
  return `${points <= -0.05 ? '−' : '+'}${Math.abs(points).toFixed(1)}`
}
