import { Command } from 'commander'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { countWord, formatCount, formatPercent } from '../../core/format/format-number'
import { countParameters } from '../../core/model/infer-shapes'
import { ingredientWorth } from '../../core/recipes/ingredient-worth'
import type { Recipe, RecipeId } from '../../core/recipes/recipe'
import { type RecipeFigures, recipeFigures } from '../../core/recipes/recipe-figures'
import { recipeCalled, recipes } from '../../core/recipes/recipes'
import type { CommandContext } from '../console/session'
import { formatTable } from '../console/table'
import type { Terminal } from '../console/terminal'
import { settingsLine } from '../parts/settings-line'
import { jsonFlag, jsonOption } from './json-option'

export function recipesCommand({ terminal }: CommandContext): Command {
  return new Command('recipes')
    .description(
      'List the recipes: settings and networks that go together. Or show one, ingredient by ingredient.'
    )
    .argument('[recipe]', `one of ${recipes.map(({ id }) => id).join(', ')}`)
    .addOption(jsonOption('the recipes'))
    .action((name: string | undefined, options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      const recipe = name === undefined ? undefined : recipeCalled(name)
      if (json) terminal.printJson(recipe === undefined ? recipes.map(document) : document(recipe))
      else if (recipe === undefined) list(terminal)
      else show(terminal, recipe)
    })
}

function list(terminal: Terminal): void {
  const rows = recipes.map(({ id, config, text }) => {
    const figures = recipeFigures[id]
    return [
      id,
      formatCount(countParameters(config.model)),
      formatCount(config.epochs),
      figures === undefined ? '' : formatPercent(figures.accuracy),
      figures === undefined ? '' : `${formatCount(figures.seconds)} s`,
      text
    ]
  })
  const titles = ['recipe', 'parameters', 'epochs', 'accuracy', 'training', 'what it is']
  for (const line of formatTable(titles, rows)) terminal.print(line)
  terminal.say(
    `Show one with: ${ownCommand} recipes minute. Train it with: ${ownCommand} train --recipe minute`
  )
}

function show(terminal: Terminal, { id, name, text, config, ingredients }: Recipe): void {
  terminal.print(`${name}: ${text}`)
  terminal.print(settingsLine(config))
  const figures = recipeFigures[id]
  if (figures !== undefined) {
    const { accuracy, deviation, seeds, seconds } = figures
    terminal.print(
      `Measured on CIFAR-10: ${formatPercent(accuracy)} of the test images (± ${(deviation * 100).toFixed(1)}, ${countWord(seeds)} seeds), ${formatCount(seconds)} s of training on two cores`
    )
  }
  for (const ingredient of ingredients) {
    terminal.print('')
    terminal.print(`${ingredient.id}: ${ingredient.name}`)
    terminal.print(`  ${ingredient.text}`)
    terminal.print(`  Without it: ${ingredient.instead}.`)
    const worth = ingredientWorth(id, ingredient.id)
    if (worth !== undefined)
      terminal.print(`  Worth: ${worth} percentage points of accuracy${seedsOf(figures)}`)
  }
  const [first] = ingredients
  const without = first === undefined ? '' : ` Leave something out with: --without ${first.id}`
  terminal.say(`Train it with: ${ownCommand} train --recipe ${id}.${without}`)
}

/** A single seed says less than several. */
const seedsOf = (figures: RecipeFigures | undefined): string =>
  figures === undefined
    ? ''
    : `, with ${countWord(figures.ingredients.seeds)} ${figures.ingredients.seeds === 1 ? 'seed' : 'seeds'}`

const document = ({ id, name, text, config, ingredients }: Recipe): object => ({
  id,
  name,
  text,
  parameters: countParameters(config.model),
  config,
  measured: measured(id),
  ingredients: ingredients.map((one) => ({
    id: one.id,
    name: one.name,
    text: one.text,
    instead: one.instead,
    accuracyWithout: recipeFigures[id]?.ingredients.without[one.id] ?? null
  }))
})

function measured(id: RecipeId): object | null {
  const figures = recipeFigures[id]
  if (figures === undefined) return null
  const { ingredients, ...rest } = figures
  const { seeds, accuracy } = ingredients
  return { ...rest, ofIngredients: { seeds, accuracy } }
}
