import { describeStudy } from './describe-study'
import { type StudyRecord, trialRuns } from './study-record'
import { bestSetting, studyResults } from './study-results'
import { studyLayout } from './study-trials'

/** A study and its results, for programs. */
export function studyDocument(study: StudyRecord): object {
  const layout = studyLayout(study.definition)
  const runs = trialRuns(study.runs)
  const results = studyResults(layout, runs)
  return {
    ...study,
    results: results.map((result) => ({
      ...result,
      title: layout.settings[result.setting]?.title,
      values: layout.settings[result.setting]?.values,
      test: result.test ?? null,
      validation: result.validation ?? null
    })),
    best: bestSetting(results) ?? null,
    text: describeStudy(layout, runs)
  }
}
