import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { chooseExamples } from '../../core/run/choose-examples'
import { readImages } from '../dataset/files/read-images'
import { type Predictions, readPredictions } from '../runs/evaluation-file'
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
    getExamples: async ({ runId, choice, limit }) => {
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
      const predictions = await readPredictions(
        store.folder(runId),
        state.evaluation.step,
        state.evaluation.result
      )
      const meant = chooseExamples(predictions, choice)
      const rows = meant.slice(0, limit)
      return {
        total: meant.length,
        examples: rows.map((row) => exampleOf(predictions, row)),
        images: toBase64(await readImages(dataset.files, 'test', rows))
      }
    }
  }
}

function exampleOf({ labels, predicted, confidence, trueProbability }: Predictions, row: number) {
  const probability = trueProbability?.[row]
  return {
    row,
    trueClass: required(labels[row], 'a label of each row'),
    predictedClass: required(predicted[row], 'a prediction of each row'),
    confidence: required(confidence[row], 'a confidence of each row'),
    ...(probability === undefined ? {} : { trueProbability: probability })
  }
}
