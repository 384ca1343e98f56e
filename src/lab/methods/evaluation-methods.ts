import { LabError } from '../../core/base/lab-error'
import { readImages } from '../dataset/files/read-images'
import { readPredictions } from '../runs/evaluation-file'
import { toBase64 } from './base64'
import { evaluateResult } from './evaluate-result'
import type { LabParts, Methods } from './lab-parts'
import { requireOwnDataset } from './require-own-dataset'

export function evaluationMethods(
  parts: LabParts
): Methods<'evaluateRun' | 'cancelEvaluation' | 'getExamples'> {
  const { store, evaluations, dataset } = parts
  return {
    evaluateRun: (input) => evaluateResult(parts, input),
    cancelEvaluation: async ({ runId }) => {
      await evaluations.cancel(runId)
      return {}
    },
    getExamples: async ({ runId, trueClass, predictedClass, limit }) => {
      const run = await store.read(runId)
      const { state } = run
      if (state.evaluation === undefined) {
        throw new LabError('not-found', 'This run has not been evaluated yet.', 'Evaluate it first.')
      }
      requireOwnDataset(
        parts,
        run,
        'You can see the images behind its results on a computer that has that data set.'
      )
      const { labels, predicted, confidence } = await readPredictions(
        store.folder(runId),
        state.evaluation.step,
        state.evaluation.result
      )
      const cell = Array.from(confidence, (share, row) => ({ row, confidence: share })).filter(
        ({ row }) => labels[row] === trueClass && predicted[row] === predictedClass
      )
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
