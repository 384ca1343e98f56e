import { required } from '../../core/base/required'
import { comparePredictions, disagreeingRows } from '../../core/run/compare-predictions'
import { chooseExamples } from '../../core/run/choose-examples'
import { readImages } from '../dataset/files/read-images'
import type { Predictions } from '../runs/evaluation-file'
import { toBase64 } from './base64'
import { evaluateResult } from './evaluate-result'
import type { LabParts, Methods } from './lab-parts'
import { predictionsOf, predictionsOfBoth } from './predictions-of'

export function evaluationMethods(
  parts: LabParts
): Methods<'evaluateRun' | 'cancelEvaluation' | 'getExamples' | 'comparePredictions'> {
  const { evaluations } = parts
  return {
    evaluateRun: (input) => evaluateResult(parts, input),
    cancelEvaluation: async ({ runId }) => {
      await evaluations.cancel(runId)
      return {}
    },
    getExamples: async ({ runId, choice, limit }) => {
      const { predictions, dataset } = await predictionsOf(parts, runId)
      const meant = chooseExamples(predictions, choice)
      const rows = meant.slice(0, limit)
      return {
        total: meant.length,
        examples: rows.map((row) => exampleOf(predictions, row)),
        images: toBase64(await readImages(dataset.files, 'test', rows))
      }
    },
    comparePredictions: async ({ first, second, show, limit }) => {
      const both = await predictionsOfBoth(parts, first, second)
      const [one, other] = both.predictions
      const all = disagreeingRows(one, other, show)
      const rows = all.slice(0, limit)
      const sayOf = ({ predictedClass, confidence }: ReturnType<typeof exampleOf>) => ({
        predictedClass,
        confidence
      })
      return {
        counts: comparePredictions(one, other),
        total: all.length,
        examples: rows.map((row) => ({
          row,
          trueClass: exampleOf(one, row).trueClass,
          first: sayOf(exampleOf(one, row)),
          second: sayOf(exampleOf(other, row))
        })),
        images: toBase64(await readImages(both.dataset.files, 'test', rows))
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
