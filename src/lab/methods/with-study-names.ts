import type { ListedRun } from '../contract/listed-run'
import type { StoredStudy, UnreadableStudy } from '../studies/study-store'

/** Runs with the names of the studies that they belong to. A number may have been given again since a study was deleted. */
export function withStudyNames(
  runs: readonly ListedRun[],
  studies: readonly (StoredStudy | UnreadableStudy)[]
): ListedRun[] {
  const byId = new Map(studies.map((study) => [study.studyId, study]))
  return runs.map((run) => {
    const study = run.study && byId.get(run.study.studyId)
    return study === undefined || 'problem' in study || study.createdAt !== run.study?.createdAt
      ? run
      : { ...run, studyName: study.name }
  })
}
