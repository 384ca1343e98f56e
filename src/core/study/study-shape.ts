import { z } from '../base/schema'
import type { StudyLayout } from './study-trials'

/** How large a study is, and how its settings come about. */
export const studyShape = z.object({
  search: z.enum(['none', 'grid', 'random']),
  settings: z.int(),
  seeds: z.int(),
  /** Rounds of successive halving; 1 without. */
  rounds: z.int()
})
export type StudyShape = z.infer<typeof studyShape>

export const shapeOf = ({ definition, settings, rounds }: StudyLayout): StudyShape => ({
  search: definition.search.kind,
  settings: settings.length,
  seeds: definition.seeds.length,
  rounds: rounds.length
})

/** `5 seeds`, `2 settings × 20 seeds`, `grid of 9`, `27 at random × 3 seeds, in 3 rounds` */
export function describeShape({ search, settings, seeds, rounds }: StudyShape): string {
  const seedsText = `${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`
  if (search === 'none') return settings === 1 ? seedsText : `${settings} settings × ${seedsText}`
  const tried = search === 'grid' ? `grid of ${settings}` : `${settings} at random`
  return `${tried}${seeds === 1 ? '' : ` × ${seedsText}`}${rounds === 1 ? '' : `, in ${rounds} rounds`}`
}
