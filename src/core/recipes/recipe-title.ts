import { wordList } from '../format/word-list'
import type { Recipe } from './recipe'

/** What a recipe is called without some of its ingredients: `A minute`, `A minute without GELU and Mirror images`. */
export function recipeTitle({ name, ingredients }: Recipe, without: readonly string[]): string {
  const names = ingredients.filter(({ id }) => without.includes(id)).map((ingredient) => ingredient.name)
  return names.length === 0 ? name : `${name} without ${wordList(names)}`
}
