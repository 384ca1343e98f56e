import { assertNever } from '../../core/base/assert-never'
import { sayMean } from '../../core/study/describe-seeds'
import { describeStudy } from '../../core/study/describe-study'
import type { SeedSummary } from '../../core/study/seed-statistics'
import { trialRuns } from '../../core/study/study-record'
import { bestSetting, standing, studyResults } from '../../core/study/study-results'
import { studyLayout } from '../../core/study/study-trials'
import type { Study, StudySummary } from '../../lab/contract/study'
import { formatTable } from '../console/table'

/** `training, 3 of 10` */
export function studyStatus({ status, finished, failed, skipped, total }: StudySummary): string {
  const over = `${finished + failed + skipped} of ${total}`
  switch (status.kind) {
    case 'preparing':
      return 'preparing'
    case 'training':
      return `training, ${over}`
    case 'pausing':
      return `pausing, ${over}`
    case 'paused':
      return `${status.problem === undefined ? 'paused' : 'stopped by an error'}, ${over}`
    case 'finished':
      return 'finished'
    case 'elsewhere':
      return `in training on ${status.host}${status.certain ? '' : '?'}, ${over}`
    case 'unreadable':
      return 'cannot be read'
    default:
      return assertNever(status)
  }
}

/** Its settings in a table, the best first where validation images choose, and what it found in words. */
export function studyLines(study: Study): readonly string[] {
  const layout = studyLayout(study.definition)
  const runs = trialRuns(study.runs)
  const results = studyResults(layout, runs)
  const best = bestSetting(results)
  const hasValidation = results.some(({ validation }) => validation !== undefined)
  const hasRounds = layout.rounds.length > 1
  const hasSeeds = layout.definition.seeds.length > 1
  const isRanked = hasValidation && layout.definition.search.kind !== 'none'
  const ordered = isRanked ? [...results].sort((a, b) => standing(b) - standing(a)) : results
  const rows = ordered.map(({ setting, round, test, validation, finished, failed }) => [
    `${layout.settings[setting]?.title ?? ''}${setting === best ? ' (best)' : ''}`,
    ...(hasRounds ? [`${round + 1} of ${layout.rounds.length}`] : []),
    String(finished),
    ...(failed === 0 ? [''] : [`${failed} diverged`]),
    ...(hasValidation ? [meanOf(validation)] : []),
    meanOf(test),
    ...(hasSeeds ? [test?.deviation === undefined ? '–' : (100 * test.deviation).toFixed(1)] : [])
  ])
  const head = [
    'setting',
    ...(hasRounds ? ['round'] : []),
    'runs',
    '',
    ...(hasValidation ? ['validation accuracy'] : []),
    'accuracy',
    ...(hasSeeds ? ['spread'] : [])
  ]
  return [
    ...formatTable(head, rows),
    ...describeStudy(layout, runs).flatMap((sentences) => ['', ...sentences])
  ]
}

const meanOf = (summary: SeedSummary | undefined): string => (summary === undefined ? '–' : sayMean(summary))
