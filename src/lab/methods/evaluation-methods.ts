import type { Evaluation } from '../../core/evaluation'
import { LabError } from '../../core/lab-error'
import { readImages } from '../dataset/read-images'
import { readPredictions } from '../runs/evaluation-file'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { latestCheckpoint } from './latest-checkpoint'
import { readyDataset } from './ready-dataset'

export function evaluationMethods(
  parts: LabParts
): Methods<'evaluateRun' | 'cancelEvaluation' | 'getExamples'> {
  const { store, evaluations, notify, dataset } = parts
  return {
    evaluateRun: async ({ runId }) => {
      const dataset = await readyDataset(parts)
      const evaluate = async (): Promise<Evaluation> => {
        const { summary } = await store.read(runId)
        const runFolder = store.folder(runId)
        const step = await latestCheckpoint(runFolder, summary)
        const job = { kind: 'evaluate' as const, runFolder, step, dataset }
        const result = await evaluations.run(runId, job, (done, total) =>
          notify({ event: 'evaluation', data: { runId, done, total } })
        )
        await store.append(runId, [{ type: 'evaluated', at: Date.now(), step, evaluation: result }])
        return result
      }
      // Taken before the work, so that nobody else keeps the result from being written.
      const evaluation = await store.during(runId, () => store.checkpointHolds.during(runId, evaluate))
      return { evaluation }
    },
    cancelEvaluation: async ({ runId }) => {
      await evaluations.cancel(runId)
      return {}
    },
    getExamples: async ({ runId, trueClass, predictedClass, limit }) => {
      const { state } = await store.read(runId)
      if (state.evaluation === undefined) {
        throw new LabError('not-found', 'This run has not been evaluated yet.', 'Evaluate it first.')
      }
      const { labels, predicted, confidence } = await readPredictions(
        store.folder(runId),
        state.evaluation.step,
        state.evaluation.result
      )
      const cell: { readonly row: number; readonly confidence: number }[] = []
      labels.forEach((label, row) => {
        if (label === trueClass && predicted[row] === predictedClass) {
          cell.push({ row, confidence: confidence[row] ?? 0 })
        }
      })
      const shown = cell.sort((a, b) => b.confidence - a.confidence).slice(0, limit)
      const rows = shown.map(({ row }) => row)
      return {
        total: cell.length,
        rows,
        confidence: shown.map((example) => example.confidence),
        images: toBase64(await readImages(dataset.files, 'test', rows))
      }
    }
  }
}
