import { isDone, studyProgress } from '../../core/study/study-progress'
import { shapeOf } from '../../core/study/study-shape'
import { studyLayout } from '../../core/study/study-trials'
import type { ListedRun } from '../contract/listed-run'
import type { StudySummary } from '../contract/study'
import type { StoredStudy, UnreadableStudy } from '../studies/study-store'
import { studyRunsOf, trialRunOf } from '../studies/study-runs-of'
import type { LabParts } from './lab-parts'

/** @param runs all of them */
export async function summariseStudy(
  parts: LabParts,
  study: StoredStudy | UnreadableStudy,
  runs: readonly ListedRun[]
): Promise<StudySummary> {
  const { studyId, number } = study
  const none = { total: 0, finished: 0, failed: 0, skipped: 0 }
  if ('problem' in study) {
    const status = { kind: 'unreadable' as const, problem: study.problem.toData() }
    return { studyId, number, name: `Study ${number}`, createdAt: 0, status, ...none }
  }
  const layout = studyLayout(study.definition)
  const progress = studyProgress(layout, studyRunsOf(runs, study).map(trialRunOf), study.skipped)
  const { name, createdAt } = study
  const { total, finished, failed, skipped } = progress
  const status = await statusOf(parts, studyId, isDone(progress))
  return {
    studyId,
    number,
    name,
    createdAt,
    status,
    shape: shapeOf(layout),
    total,
    finished,
    failed,
    skipped
  }
}

async function statusOf(
  { studies, studyStore }: LabParts,
  studyId: string,
  done: boolean
): Promise<StudySummary['status']> {
  const { active } = studies
  if (active?.studyId === studyId) return active.phase
  const owner = await studyStore.owner(studyId)
  if (owner.kind !== 'free') return { kind: 'elsewhere', host: owner.process?.host ?? 'an unknown computer' }
  if (done) return { kind: 'finished' }
  const problem = studies.problem(studyId)
  return problem === undefined ? { kind: 'paused' } : { kind: 'paused', problem: problem.toData() }
}
