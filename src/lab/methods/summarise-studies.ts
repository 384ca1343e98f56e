import { required } from '../../core/base/required'
import { isDone, studyProgress } from '../../core/study/study-progress'
import { shapeOf } from '../../core/study/study-shape'
import { type StudyLayout, studyLayout } from '../../core/study/study-trials'
import type { ListedRun } from '../contract/listed-run'
import type { StudySummary } from '../contract/study'
import { elsewhere } from '../runs/run-claims'
import type { StoredStudy, UnreadableStudy } from '../studies/study-store'
import { studyRunsOf, trialRunOf } from '../studies/study-runs-of'
import type { LabParts } from './lab-parts'

type Status = StudySummary['status']

/**
 * Studies in a list. Who trains them is looked at before their runs are read: a run that ends in between then belongs to a
 * study that still trains, and not to one that stopped before its end.
 */
export async function summariseStudies(
  parts: LabParts,
  studies: readonly (StoredStudy | UnreadableStudy)[]
): Promise<{ readonly summaries: readonly StudySummary[]; readonly runs: readonly ListedRun[] }> {
  const statuses = await Promise.all(studies.map(({ studyId }) => statusOf(parts, studyId)))
  const runs = await parts.store.list()
  return {
    summaries: studies.map((study, i) =>
      summarise(study, required(statuses[i], 'a status of each study'), runs)
    ),
    runs
  }
}

/** @param status of a study that is not done */
function summarise(
  study: StoredStudy | UnreadableStudy,
  status: Status,
  runs: readonly ListedRun[]
): StudySummary {
  const { studyId, number } = study
  if ('problem' in study) {
    const none = { total: 0, finished: 0, failed: 0, skipped: 0 }
    const unreadable = { kind: 'unreadable' as const, problem: study.problem.toData() }
    return { studyId, number, name: `Study ${number}`, createdAt: 0, status: unreadable, ...none }
  }
  const layout = layoutOf(study)
  const progress = studyProgress(layout, studyRunsOf(runs, study).map(trialRunOf), study.skipped)
  const { name, createdAt } = study
  const { total, finished, failed, skipped } = progress
  return {
    studyId,
    number,
    name,
    createdAt,
    status: status.kind === 'paused' && isDone(progress) ? { kind: 'finished' } : status,
    shape: shapeOf(layout),
    total,
    finished,
    failed,
    skipped
  }
}

/** Studies are read again only where they changed, and large ones take a moment to be worked out. */
const layouts = new WeakMap<StoredStudy['definition'], StudyLayout>()

function layoutOf({ definition }: StoredStudy): StudyLayout {
  const known = layouts.get(definition)
  if (known !== undefined) return known
  const layout = studyLayout(definition)
  layouts.set(definition, layout)
  return layout
}

async function statusOf({ studies, studyStore }: LabParts, studyId: string): Promise<Status> {
  const { active } = studies
  if (active?.studyId === studyId) return active.phase
  const owner = await studyStore.owner(studyId)
  if (owner.kind !== 'free') return { kind: 'elsewhere', ...elsewhere(owner) }
  const problem = studies.problem(studyId)
  return problem === undefined ? { kind: 'paused' } : { kind: 'paused', problem: problem.toData() }
}
