import { wordList } from '../format/word-list'
import { describeNamedSeeds, describeSeedDifference, type NamedSeeds } from '../study/describe-seeds'
import type { SeedGroup } from './seed-groups'

/**
 * What runs with several seeds say about luck, in paragraphs of sentences: how far seeds are apart, and whether the settings
 * of another group are better than those of the first. Empty where no settings have several seeds.
 */
export function describeSeedGroups(groups: readonly SeedGroup[]): readonly (readonly string[])[] {
  if (groups.every(({ members }) => members.length < 2)) return []
  const [first, ...others] = groups.map(namedSeeds)
  const repeats = groups.flatMap((group) => group.repeats)
  return [
    ...(first === undefined
      ? []
      : others.length === 0
        ? [[describeNamedSeeds(first)]]
        : others.map((other) => describeSeedDifference(first, other))),
    ...(repeats.length === 0 ? [] : [[describeRepeats(repeats)]])
  ]
}

function namedSeeds({ title, members }: SeedGroup): NamedSeeds {
  return { title, accuracies: members.map(({ accuracy }) => accuracy) }
}

/** The same settings with the same seed are the same training. */
function describeRepeats(numbers: readonly number[]): string {
  const names = wordList(numbers.map((number) => `#${number}`))
  return numbers.length === 1
    ? `${names} has the same settings and the same seed as another of these runs, so it is not counted again.`
    : `${names} have the same settings and the same seed as others of these runs, so they are not counted again.`
}
