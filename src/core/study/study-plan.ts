import { z } from '../base/schema'
import { datasetId } from '../data/dataset-id'
import { shownText } from '../base/shown-text'
import { whole } from '../base/whole'
import { runConfig } from '../settings/run-config'
import { runSchemas } from '../settings/run-schemas'
import { type FieldName, fieldNames, fields } from '../settings/settings'

/** More runs would take days, and no chart could show them. */
export const mostTrials = 1000
/** More settings that have nothing in common could not be told apart. */
const mostVariants = 10

/** Whether a study can vary a setting: seeds are listed by themselves, and means change nothing of the result. */
export const isStudied = (name: FieldName): boolean => name !== 'seed' && fields[name].means !== true

const axisName = z
  .enum(fieldNames)
  .refine(isStudied, 'a study varies settings that change what is trained; seeds are listed by themselves')
const settingValue = z.union([z.string(), z.number(), z.boolean()])

/** A setting, and the values that it takes. */
export const valuesAxis = z.object({
  name: axisName,
  values: z.array(settingValue).min(2, 'a setting that varies needs at least two values').max(50)
})
export type ValuesAxis = z.infer<typeof valuesAxis>

/** A setting, and where its values are drawn from. */
export const rangeAxis = z.object({
  name: axisName,
  from: z.number(),
  to: z.number(),
  /** `log`: as many between 0.001 and 0.01 as between 0.01 and 0.1. */
  scale: z.enum(['linear', 'log'])
})
export type RangeAxis = z.infer<typeof rangeAxis>

export type StudyAxis = ValuesAxis | RangeAxis

/** How the settings of a study come about. */
export const studySearch = z.discriminatedUnion('kind', [
  /** The variants as they are. */
  z.object({ kind: z.literal('none') }),
  /** Every combination of the values. */
  z.object({ kind: z.literal('grid'), axes: z.array(valuesAxis).min(1).max(6) }),
  /** Combinations drawn at random (Bergstra and Bengio 2012). */
  z.object({
    kind: z.literal('random'),
    axes: z
      .array(z.union([valuesAxis, rangeAxis]))
      .min(1)
      .max(10),
    count: whole('number of settings', 2, mostTrials),
    seed: runSchemas.seed
  })
])
export type StudySearch = z.infer<typeof studySearch>

/**
 * Successive halving (Jamieson and Talwalkar 2016): all settings train for a few epochs, one in so many goes on, and so
 * forth, until the rest has trained for all of its epochs.
 */
export const studyHalving = z.object({
  firstEpochs: whole('epochs of the first round', 1, 1000),
  /** Of so many settings, one goes on to the next round, which is so many times as long. */
  keepOneIn: whole('settings of which one goes on', 2, 10)
})
export type StudyHalving = z.infer<typeof studyHalving>

/** What somebody asks for. */
export const studyPlan = z.object({
  name: shownText('the name of the study').optional(),
  /** What is compared, or the one configuration that a search starts from. Their seeds do not count. */
  variants: z.array(runConfig).min(1).max(mostVariants),
  search: studySearch,
  /** Every setting trains with each of them. */
  seeds: z
    .array(runSchemas.seed)
    .min(1, 'a study needs at least one seed')
    .max(100, 'a study has at most 100 seeds')
    .refine((seeds) => new Set(seeds).size === seeds.length, 'a seed is listed twice'),
  halving: studyHalving.optional(),
  /** Runs at a time; as many as do not slow one another down where it is left out. */
  parallel: whole('runs at a time', 1, 256).optional()
})
export type StudyPlan = z.infer<typeof studyPlan>

/** A study as it is kept: what was asked for, and the values that came of it. */
export const studyDefinition = studyPlan.omit({ name: true }).extend({
  /** The values of each setting that a search tries; a single empty one where nothing is searched. */
  points: z.array(z.partialRecord(z.enum(fieldNames), settingValue)).min(1),
  /** That all of its runs are trained on; earlier versions did not record it. */
  dataset: datasetId.optional()
})
export type StudyDefinition = z.infer<typeof studyDefinition>
export type StudyPoint = StudyDefinition['points'][number]
