import type { DatasetInfo } from '../../core/data/dataset-info'
import { LabError } from '../../core/base/lab-error'
import { likelyPixels } from '../../core/exchange/likely-pixels'
import { configWithPixels } from '../../core/settings/config-with-pixels'
import type { Checkpoint } from '../../core/training/checkpoint'
import type { NetworkAnswers } from '../../core/exchange/network-answers'
import type { WeightsFit } from '../contract/weights-fit'
import { applyAnswers } from '../exchange/apply-answers'
import { fitWeights } from '../exchange/fit-weights'
import type { NetworkFile, WeightsFile } from '../exchange/network-file'
import { candidateNetworks, onlyFitting } from './candidate-networks'
import type { LabParts } from './lab-parts'
import { requireFitOf } from './told-of-network'

/** What somebody said of files. */
export interface Said {
  readonly fit?: WeightsFit | undefined
  readonly answers?: NetworkAnswers | undefined
}

/** What was said of files, with the names that lie beside the network where nobody said others. */
export function saidOf(read: NetworkFile, said: Said): Said {
  const { labels } = read
  if (labels === undefined || said.answers?.classes !== undefined) return said
  return { ...said, answers: { ...said.answers, classes: [...labels] } }
}

/**
 * The network of files, with what was said of them. What nobody said is taken from the data set; a network that says
 * nothing of its own has to fit it.
 */
export async function networkOf(
  parts: LabParts,
  read: NetworkFile,
  info: DatasetInfo,
  { fit, answers = {} }: Said
): Promise<Checkpoint> {
  const found = read.kind === 'whole' ? read.checkpoint : await fitted(parts, read, info, fit)
  if (found.dataset === undefined) requireFitOf(found.config.model, info, await datasetInfos(parts))
  const answered = applyAnswers(found, answers, info)
  return read.kind === 'whole' && answered.assumesPixels === true
    ? withLikelyPixels(answered, read.file, info)
    : answered
}

/** Of red, green, blue: the colours have been turned by then. */
function withLikelyPixels(checkpoint: Checkpoint, file: string, info: DatasetInfo): Checkpoint {
  const { config } = checkpoint
  const { ranges } = likelyPixels(file, config.model.inputShape[2], info.normalisation)
  return { ...checkpoint, config: configWithPixels(config, ranges) }
}

/** Of all data sets that there are. */
export async function datasetInfos({
  datasets
}: Pick<LabParts, 'datasets'>): Promise<readonly DatasetInfo[]> {
  return (await datasets.list()).datasets.map(({ info }) => info)
}

async function fitted(
  parts: LabParts,
  read: WeightsFile,
  info: DatasetInfo,
  fit: WeightsFit | undefined
): Promise<Checkpoint> {
  const networks = await candidateNetworks(parts, info)
  if (fit === undefined)
    return fitWeights(read, onlyFitting(read.name, networks, read.tensors).model, undefined)
  const network = networks.find(({ id, number }) => id === fit.network || String(number) === fit.network)
  if (network === undefined) {
    throw new LabError(
      'not-found',
      `There is no network “${fit.network}” here.`,
      `Name a preset or a run, such as ${networks
        .slice(0, 12)
        .map(({ id }) => id)
        .join(', ')}.`
    )
  }
  return fitWeights(read, network.model, fit.tensors)
}
