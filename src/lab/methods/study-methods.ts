import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { required } from '../../core/base/required'
import { averageStretches } from '../../core/maths/average-stretches'
import { defineStudy } from '../../core/study/define-study'
import { studyPlan } from '../../core/study/study-plan'
import { studyRunsOf } from '../studies/study-runs-of'
import type { StoredStudy } from '../studies/study-store'
import type { LabParts, Methods } from './lab-parts'
import { studyTraining } from './study-training'
import { summariseStudies } from './summarise-studies'

/** Points of all curves together: more take long to send, and no chart has room for them. */
const mostInAll = 100_000
/** Of each curve all the same. */
const fewestPoints = 50

export function studyMethods(
  parts: LabParts
): Methods<
  | 'startStudy'
  | 'resumeStudy'
  | 'pauseStudy'
  | 'stopTrial'
  | 'listStudies'
  | 'getStudy'
  | 'getStudyCurves'
  | 'renameStudy'
  | 'takeOverStudy'
  | 'deleteStudy'
> {
  const { datasets, store, studyStore, studies } = parts
  const train = studyTraining(parts)

  return {
    startStudy: async ({ plan, dataset: id }) => {
      const { name, ...wanted } = parseInput(studyPlan, plan, 'The study')
      const { name: called, hash } = (await datasets.find(id)).info
      const definition = { ...defineStudy(wanted), dataset: { name: called, hash } }
      const create = (): Promise<StoredStudy> => studyStore.create(definition, Date.now(), name)
      return { studyId: await train(definition, create, undefined) }
    },
    resumeStudy: async ({ studyId, atOnce }) => {
      const { definition } = await studyStore.read(studyId)
      await train(definition, () => studyStore.read(studyId), atOnce)
      return {}
    },
    pauseStudy: async ({ studyId }) => {
      await studies.pause(studyId)
      return {}
    },
    stopTrial: async ({ studyId, trial }) => {
      await studyStore.change(studyId, ({ skipped }) => ({ skipped: [...new Set([...skipped, trial])] }))
      await studies.skip(studyId, trial)
      parts.notify({ event: 'studies', data: {} })
      return {}
    },
    listStudies: async () => {
      const { summaries } = await summariseStudies(parts, await studyStore.list())
      return { studies: [...summaries] }
    },
    getStudy: async ({ studyId }) => {
      const found = await studyStore.read(studyId)
      const { summaries, runs } = await summariseStudies(parts, [found])
      return {
        summary: required(summaries[0], 'the summary of the study'),
        definition: found.definition,
        skipped: found.skipped,
        runs: [...studyRunsOf(runs, found)]
      }
    },
    getStudyCurves: async ({ studyId }) => {
      const runs = studyRunsOf(await store.list(), await studyStore.read(studyId))
      const curves = await store.curves(runs.map(({ runId }) => runId))
      const most = Math.max(fewestPoints, Math.floor(mostInAll / Math.max(1, runs.length)))
      return {
        curves: curves.map(({ stepsPerEpoch, loss, validation }, i) => {
          const { trial, round } = required(runs[i], 'a run of each curve')
          return {
            trial,
            round,
            stepsPerEpoch,
            loss: [...averageStretches(loss, most)],
            validation: [...validation]
          }
        })
      }
    },
    renameStudy: async ({ studyId, name }) => {
      await studyStore.change(studyId, () => ({ name }))
      parts.notify({ event: 'studies', data: {} })
      return {}
    },
    takeOverStudy: async ({ studyId }) => {
      const found = await studyStore.read(studyId)
      await (await studyStore.take(studyId, { evenUnknown: true })).release()
      for (const { runId, status } of studyRunsOf(await store.list(), found))
        if (status.kind !== 'finished') await store.takeOver(runId)
      parts.notify({ event: 'studies', data: {} })
      return {}
    },
    deleteStudy: async ({ studyId }) => {
      if (studies.active?.studyId === studyId) {
        throw new LabError('busy', 'This study is in training.', 'Pause it first, then delete it.')
      }
      await (await studyStore.take(studyId)).release()
      await studyStore.remove(studyId)
      parts.notify({ event: 'studies', data: {} })
      return {}
    }
  }
}
