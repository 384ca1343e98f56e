import { LabError } from '../../core/lab-error'
import { readImages } from '../dataset/read-images'
import { readPredictions } from '../runs/evaluation-file'
import { toBase64 } from './base64'
import { evaluateLatest } from './evaluate-latest'
import type { LabParts, Methods } from './lab-parts'

export function evaluationMethods(
  parts: LabParts
): Methods<'evaluateRun' | 'cancelEvaluation' | 'getExamples'> {
  const { store, evaluations, dataset } = parts
  return {
    evaluateRun: async ({ runId }) => ({ evaluation: await evaluateLatest(parts, runId) }),
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
