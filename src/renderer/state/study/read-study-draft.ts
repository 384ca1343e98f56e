import { LabError } from '../../../core/base/lab-error'
import { readWholeNumber } from '../../../core/base/read-number'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { runSchemas } from '../../../core/settings/run-schemas'
import { settingProblem } from '../../../core/settings/check-settings'
import type { RunConfig } from '../../../core/settings/run-config'
import { defineStudy } from '../../../core/study/define-study'
import { readSeeds } from '../../../core/study/read-seeds'
import { type StudyAxis, type StudyPlan, studyPlan, type ValuesAxis } from '../../../core/study/study-plan'
import { type StudyLayout, studyLayout } from '../../../core/study/study-trials'
import { type AxisDraft, readRandomAxis, readValuesAxis } from './study-axis'

export type StudyQuestion = 'seeds' | 'settings' | 'grid' | 'random'

/** A study as typed. */
export interface DraftTexts {
  readonly question: StudyQuestion
  readonly name: string
  readonly seeds: string
  readonly axes: readonly AxisDraft[]
  readonly count: string
  /** Other settings are drawn with another one. */
  readonly searchSeed: string
  readonly halving: boolean
  readonly firstEpochs: string
  readonly keepOneIn: string
  readonly parallel: string
}

/** What is wrong, in sentences, where it stands. */
export interface DraftErrors {
  readonly settings?: string | undefined
  readonly seeds?: string | undefined
  /** By the axis’ id. */
  readonly axes?: Readonly<Record<number, string>> | undefined
  readonly count?: string | undefined
  readonly searchSeed?: string | undefined
  readonly halving?: string | undefined
  readonly firstEpochs?: string | undefined
  readonly keepOneIn?: string | undefined
  readonly parallel?: string | undefined
  readonly whole?: string | undefined
}

export interface ReadDraft {
  readonly plan: StudyPlan | undefined
  readonly layout: StudyLayout | undefined
  readonly errors: DraftErrors
}

const searches = (question: StudyQuestion): boolean => question === 'grid' || question === 'random'

/** @param variants what is compared, or the one configuration that a search starts from */
export function readStudyDraft(
  texts: DraftTexts,
  variants: readonly RunConfig[],
  dataset: DatasetInfo
): ReadDraft {
  const { question, axes } = texts
  const errors: { -readonly [K in keyof DraftErrors]: DraftErrors[K] } = {}
  const refused = (): ReadDraft => ({ plan: undefined, layout: undefined, errors })
  if (question === 'settings' && variants.length < 2)
    errors.settings = 'Choose at least two settings to compare.'
  const seeds = studyPlan.shape.seeds.safeParse(readSeeds(texts.seeds))
  if (!seeds.success)
    errors.seeds =
      readSeeds(texts.seeds) === undefined
        ? 'Type how many seeds, such as 5, or which ones, such as 1, 7, 9.'
        : sentence(seeds.error.issues[0]?.message)
  const search = searchOf(texts, errors)
  const axisErrors = searches(question) ? axisProblems(texts, variants) : {}
  if (Object.keys(axisErrors).length > 0) errors.axes = axisErrors
  if (searches(question) && axes.length === 0) errors.whole = 'Choose at least one setting that varies.'
  const parallel = texts.parallel.trim() === '' ? undefined : readWholeNumber(texts.parallel)
  errors.parallel = problemOf(studyPlan.shape.parallel, parallel)
  const halving =
    searches(question) && texts.halving
      ? { firstEpochs: readWholeNumber(texts.firstEpochs), keepOneIn: readWholeNumber(texts.keepOneIn) }
      : undefined
  if (halving !== undefined) {
    errors.firstEpochs = problemOf(studyPlan.shape.halving.unwrap().shape.firstEpochs, halving.firstEpochs)
    errors.keepOneIn = problemOf(studyPlan.shape.halving.unwrap().shape.keepOneIn, halving.keepOneIn)
  }
  if (search === undefined || !seeds.success || Object.values(errors).some((error) => error !== undefined))
    return refused()
  const name = texts.name.trim()
  const plain: StudyPlan = {
    ...(name === '' ? {} : { name }),
    variants: [...variants],
    search,
    seeds: seeds.data,
    ...(parallel === undefined ? {} : { parallel })
  }
  errors.whole = problemIn(plain, dataset)
  if (errors.whole !== undefined) return refused()
  const plan = halving === undefined ? plain : { ...plain, halving }
  if (halving !== undefined) errors.halving = problemIn(plan, dataset)
  return errors.halving === undefined ? { plan, layout: studyLayout(defineStudy(plan)), errors } : refused()
}

function searchOf(
  { question, axes, count: countText, searchSeed }: DraftTexts,
  errors: { count?: DraftErrors['count']; searchSeed?: DraftErrors['searchSeed'] }
): StudyPlan['search'] | undefined {
  if (question === 'grid') {
    const read = axes.map(readValuesAxis).filter((axis): axis is ValuesAxis => typeof axis !== 'string')
    return read.length < axes.length ? undefined : { kind: 'grid', axes: read }
  }
  if (question !== 'random') return { kind: 'none' }
  const count = readWholeNumber(countText)
  if (!(count >= 2 && count <= 1000)) errors.count = 'Type a whole number from 2 to 1000.'
  const seed = readWholeNumber(searchSeed)
  errors.searchSeed = problemOf(runSchemas.seed, seed)
  const read = axes.map(readRandomAxis).filter((axis): axis is StudyAxis => typeof axis !== 'string')
  return read.length < axes.length || errors.count !== undefined || errors.searchSeed !== undefined
    ? undefined
    : { kind: 'random', axes: read, count, seed }
}

/** What is wrong with each axis by itself. */
function axisProblems(
  { question, axes }: DraftTexts,
  variants: readonly RunConfig[]
): Readonly<Record<number, string>> {
  const entries = axes.flatMap((draft) => {
    const axis = question === 'grid' ? readValuesAxis(draft) : readRandomAxis(draft)
    const problem = typeof axis === 'string' ? axis : axisProblem(axis, variants)
    return problem === undefined ? [] : [[draft.id, problem] as const]
  })
  return Object.fromEntries(entries)
}

function axisProblem(axis: StudyAxis, variants: readonly RunConfig[]): string | undefined {
  const [base] = variants
  if (base === undefined) return undefined
  if ('values' in axis)
    return refusal({ variants: [base], search: { kind: 'grid', axes: [axis] }, seeds: [1] })
  const { from, to, scale } = axis
  if (from >= to) return 'The smaller value comes first.'
  if (scale === 'log' && from <= 0) return 'A logarithmic range starts above 0.'
  // Whatever lies between two values that a run can have is one, too.
  const ends = { name: axis.name, values: [from, to] }
  return refusal({ variants: [base], search: { kind: 'grid', axes: [ends] }, seeds: [1] })
}

function refusal(plan: StudyPlan): string | undefined {
  try {
    defineStudy(plan)
    return undefined
  } catch (thrown) {
    return LabError.from(thrown).message
  }
}

function problemIn(plan: StudyPlan, dataset: DatasetInfo): string | undefined {
  const problem = refusal(plan)
  if (problem !== undefined) return problem
  for (const { title, config } of studyLayout(defineStudy(plan)).settings) {
    const found = settingProblem(config, dataset)
    if (found !== undefined) return `With ${title}: ${found.message}.`
  }
  return undefined
}

const problemOf = (
  schema: {
    safeParse: (value: unknown) => { error?: { issues: readonly { message: string }[] } | undefined }
  },
  value: unknown
): string | undefined => {
  const message = schema.safeParse(value).error?.issues[0]?.message
  return message === undefined ? undefined : sentence(message)
}

const sentence = (message = 'This cannot be read'): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
