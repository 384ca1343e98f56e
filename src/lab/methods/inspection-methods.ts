import { requireFit } from '../../core/model/fit-model'
import { initialWeights } from '../../core/model/initial-weights'
import { startRows } from '../../core/training/start-rows'
import { readCheckpoint } from '../checkpoint/read-checkpoint'
import type { NetworkChoice } from '../contract/network-choice'
import { readImages } from '../dataset/files/read-images'
import { encodeFloats } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { resolveNetwork, type ResolvedNetwork } from './resolve-network'
import type { Weights } from '../../core/model/weights'

export function inspectionMethods(parts: LabParts): Methods<'inspectImage' | 'getWeights'> {
  const { inspector, info, store } = parts

  /** Nothing that the work reads is removed meanwhile. */
  function reading<T>(network: NetworkChoice, work: (resolved: ResolvedNetwork) => Promise<T>): Promise<T> {
    const read = async (): Promise<T> => work(await resolveNetwork(parts, network))
    return network.kind === 'untrained' ? read() : store.checkpointHolds.during(network.runId, read)
  }

  return {
    inspectImage: ({ network, split, row }) =>
      reading(network, async ({ config, source }) => {
        requireFit(config.model, info)
        return inspector.inspect({ network: source, dataset: await readyDataset(parts), split, row })
      }),
    getWeights: async ({ network, names }) => {
      const { step, weights } = await reading(network, (resolved) => readWeights(parts, resolved))
      const parameters = weights
        .filter(({ name }) => names === undefined || names.includes(name))
        .map(({ name, shape, values }) => ({ name, shape: [...shape], values: encodeFloats(values) }))
      return { step, parameters }
    }
  }
}

async function readWeights(
  { dataset, info }: LabParts,
  { source }: ResolvedNetwork
): Promise<{ step: number; weights: Weights }> {
  if (source.kind === 'untrained') {
    const { config } = source
    const rows = startRows(config, info.splits.train.images)
    const images = await readImages(dataset.files, 'train', [...rows])
    return { step: 0, weights: initialWeights(config.model, config.seed, images) }
  }
  const { position, state } = await readCheckpoint(source.folder)
  return { step: position.step, weights: state.weights }
}
