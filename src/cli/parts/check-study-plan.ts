import { LabError } from '../../core/base/lab-error'
import { plainWords, sayIssue } from '../../core/base/say-issue'
import { type StudyPlan, studyPlan } from '../../core/study/study-plan'
import { seeHelp } from '../console/see-help'

/** What was given on the command line for these parts of a plan. */
export interface PlanOptions {
  readonly seeds?: string | undefined
  readonly random?: number | undefined
  readonly searchSeed?: number | undefined
  readonly halving?: number | undefined
  readonly firstEpochs?: number | undefined
  readonly parallel?: number | undefined
}

/** By where a plan has it, the option that gives it. */
const optionOf: Readonly<Record<string, { readonly flag: string; readonly name: keyof PlanOptions }>> = {
  seeds: { flag: '--seeds', name: 'seeds' },
  'search.count': { flag: '--random', name: 'random' },
  'search.seed': { flag: '--search-seed', name: 'searchSeed' },
  'halving.keepOneIn': { flag: '--halving', name: 'halving' },
  'halving.firstEpochs': { flag: '--first-epochs', name: 'firstEpochs' },
  parallel: { flag: '--parallel', name: 'parallel' }
}

/** @throws LabError 'invalid-input' that names each option that cannot be: `--random 0: number of settings must be …` */
export function checkStudyPlan(plan: StudyPlan, options: PlanOptions): void {
  const result = studyPlan.safeParse(plan, { error: plainWords })
  if (result.success) return
  const problems = result.error.issues.map((issue) => {
    const place = issue.path[0] === 'seeds' ? 'seeds' : issue.path.join('.')
    const option = optionOf[place]
    return option === undefined
      ? sayIssue(issue, plan)
      : `${option.flag} ${String(options[option.name])}: ${issue.message}`
  })
  throw new LabError('invalid-input', `${[...new Set(problems)].join('; ')}.`, seeHelp('study', 'start'))
}
