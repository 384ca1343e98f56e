import { LabError } from '../../core/base/lab-error'
import { mostPageSamples, type PageContent } from '../../core/exchange/page-content'
import { exportedStem } from '../../core/exchange/exported-stem'
import { networkFormats } from '../../core/exchange/network-formats'
import type { DatasetId } from '../../core/data/dataset-id'
import { accuracy, imageCount } from '../../core/run/evaluation'
import { ownDataset } from '../../core/run/run-evaluations'
import type { RunState } from '../../core/run/run-state'
import type { Checkpoint } from '../../core/training/checkpoint'
import { readLabels, readSamples } from '../dataset/files/read-images'
import { encodePage } from '../exchange/page/encode-page'
import { readPageFiles } from '../exchange/page/page-files'
import type { ExportedFile, ExportOptions } from '../exchange/export-network'
import type { StoredRun } from '../runs/stored-run'
import { toBase64 } from './base64'
import type { LabParts } from './lab-parts'

/** A checkpoint of a run as a page that runs it in a browser. @throws LabError as `encodePage` */
export async function exportPage(
  parts: LabParts,
  { summary, state }: StoredRun,
  checkpoint: Checkpoint,
  { averaged, preprocessing }: Pick<ExportOptions, 'averaged' | 'preprocessing'>
): Promise<ExportedFile> {
  if (preprocessing) {
    throw new LabError(
      'invalid-input',
      'A page always takes pictures as they are: it fits and normalises them itself.',
      'Leave the preprocessing out.'
    )
  }
  const { ending, mimeType } = networkFormats.page
  return {
    fileName: `${exportedStem(checkpoint.dataset)}${ending}`,
    mimeType,
    bytes: encodePage(checkpoint, {
      averaged,
      name: summary.name,
      accuracy: accuracyOf(state, checkpoint.position.step, averaged),
      samples: await samplesOf(parts, ownDataset(state) ?? checkpoint.dataset, checkpoint),
      files: await readPageFiles(parts.host.pageFolder),
      version: parts.host.version
    })
  }
}

function accuracyOf({ evaluation }: RunState, step: number, averaged: boolean): PageContent['accuracy'] {
  const result = averaged ? evaluation?.averaged : evaluation?.result
  if (evaluation?.step !== step || result?.split !== 'test') return undefined
  const { dataset } = evaluation
  return {
    share: accuracy(result),
    images: imageCount(result),
    ...(dataset === undefined ? {} : { dataset: dataset.name })
  }
}

/** Test images of different classes, as far as there are so many; none where the data set is not there. */
async function samplesOf(
  { datasets }: LabParts,
  dataset: DatasetId | undefined,
  { config, classes }: Checkpoint
): Promise<PageContent['samples']> {
  if (dataset === undefined) return []
  try {
    const service = await datasets.holding(dataset.hash)
    if (service === undefined || (await service.refresh()).state !== 'ready') return []
    const { info } = service
    if (info.shape.join() !== config.model.inputShape.join() || info.classes.length !== classes.length)
      return []
    const rows = differentRows(await readLabels(service.files, 'test'))
    const { images, labels } = await readSamples(service.files, 'test', rows)
    const size = images.length / rows.length
    return [...labels].map((label, i) => ({
      pixels: toBase64(images.subarray(i * size, (i + 1) * size)),
      label
    }))
  } catch {
    // The page does without them.
    return []
  }
}

/** Rows of the first image of each class, then of the second, in the order in which they come. */
function differentRows(labels: Uint16Array): number[] {
  const seen = new Map<number, number>()
  return [...labels]
    .map((label, row) => {
      const before = seen.get(label) ?? 0
      seen.set(label, before + 1)
      return { row, before }
    })
    .sort((a, b) => a.before - b.before || a.row - b.row)
    .slice(0, mostPageSamples)
    .map(({ row }) => row)
}
