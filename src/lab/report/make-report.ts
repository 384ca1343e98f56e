import { layerLine } from '../../core/layers/layer-line'
import {
  accuracy,
  accuracyMargin,
  classAccuracies,
  confusionMatrix,
  correctCount,
  imageCount
} from '../../core/run/evaluation'
import { countWeights } from '../../core/layers/count-weights'
import { inferShapes, parameterShapes } from '../../core/model/infer-shapes'
import { LabError, type LabErrorData } from '../../core/base/lab-error'
import { pixelsOf } from '../../core/model/pixel-range'
import { shortCause } from '../../core/base/short-cause'
import { formatLogLine } from '../../core/training/running-loss'
import type { Evaluated } from '../../core/run/run-evaluations'
import { otherResults } from '../../core/run/other-results'
import type { RunState } from '../../core/run/run-state'
import type { RunSummary } from '../contract/run-summary'
import { isoTime } from './format-figures'
import type { Report } from './report'

export interface ReportInput {
  readonly run: RunState
  readonly summary: RunSummary
  /** Milliseconds since 1970. */
  readonly now: number
  /** What makes the report: `tenfold`, `node`... */
  readonly versions: Readonly<Record<string, string>>
}

/**
 * Gathers what there is to tell about a run. A run without evaluation has a report too; it says so.
 * @throws LabError 'not-found' for a run that has not begun
 */
export function makeReport({ run, summary, now, versions }: ReportInput): Report {
  const { config, status } = run
  if (config === undefined || status.kind === 'new') {
    throw new LabError(
      'not-found',
      'This run has not started yet, so there is nothing to report.',
      'Train first.'
    )
  }
  const layers = inferShapes(config.model).map(({ layer, output, parameters }) => ({
    name: layer.name,
    description: layerLine(layer),
    output: [...output],
    parameters: countWeights(parameters).all
  }))
  const weights = countWeights(parameterShapes(config.model))
  return {
    format: 'tenfold-report',
    version: 1,
    createdAt: isoTime(now),
    versions,
    run: {
      runId: summary.runId,
      number: summary.number,
      name: summary.name,
      status: status.kind,
      error: 'error' in status ? toldError(status.error) : null,
      importedFrom: status.kind === 'imported' ? status.fileName : null,
      pixels: { range: [...pixelsOf(config.model)], from: run.pixelsFrom },
      lineage: [...run.lineage],
      startedAt: run.startedAt === undefined ? null : isoTime(run.startedAt),
      endedAt: run.endedAt === undefined ? null : isoTime(run.endedAt),
      trainMs: run.trainMs,
      waitMs: run.waitMs,
      step: run.step,
      totalSteps: run.totalSteps,
      stepsPerEpoch: run.stepsPerEpoch,
      epoch: run.epoch,
      trainImages: run.trainImages,
      validationImages: run.validationImages,
      device: run.device ?? null,
      arithmetics: [...run.arithmetics],
      dataset: run.dataset ?? null,
      versions: run.versions
    },
    config,
    learningRate: run.learningRate,
    learningRates: [...run.learningRates],
    network: {
      parameters: weights.all,
      ...(weights.learning === weights.all ? {} : { learning: weights.learning }),
      layers
    },
    lossCurve: run.points.map(({ step, loss }) => ({ step, loss })),
    log: run.log.map((line) => ({ ...line, line: formatLogLine(line) })),
    validations: run.validations.map((validation) => ({ ...validation })),
    selected: run.selected ?? null,
    evaluation: run.evaluation === undefined ? null : evaluated(run.evaluation),
    otherResults: otherResults(run).map(({ kind, evaluation }) => ({
      kind,
      accuracy: accuracy(evaluation),
      loss: evaluation.loss
    }))
  }
}

function evaluated({ step, result, dataset }: Evaluated): Report['evaluation'] {
  const images = imageCount(result)
  const overall = accuracy(result)
  const counts = confusionMatrix(result)
  return {
    step,
    dataset: dataset === undefined ? null : { name: dataset.name, hash: dataset.hash },
    split: result.split,
    images,
    correct: correctCount(result),
    accuracy: overall,
    margin: accuracyMargin(overall, images),
    loss: result.loss,
    durationMs: result.durationMs,
    classes: classAccuracies(result).map((entry) => ({ ...entry, accuracy: entry.accuracy ?? null })),
    confusion: {
      counts,
      rowShares: counts.map((row) => {
        const total = row.reduce((sum, count) => sum + count, 0)
        return row.map((count) => (total === 0 ? 0 : count / total))
      })
    }
  }
}

/** Reports are passed on: what lies beneath an error tells nothing of the machine. */
function toldError(error: LabErrorData): LabErrorData {
  return error.cause === undefined ? error : { ...error, cause: shortCause(error.cause) }
}
