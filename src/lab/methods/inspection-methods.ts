import { requireFit } from '../../core/model/fit-model'
import { imagesToStart, initialWeights } from '../../core/model/initial-weights'
import { readCheckpoint } from '../checkpoint/read-checkpoint'
import type { Tensor } from '../contract/tensor'
import { encodeFloats } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { readingNetwork } from './reading-network'
import type { ResolvedNetwork } from './resolve-network'
import type { Weights } from '../../core/model/weights'

export function inspectionMethods(parts: LabParts): Methods<'inspectImage' | 'getWeights'> {
  const { inspector, datasets } = parts
  return {
    inspectImage: ({ dataset: id, network, split, row }) =>
      readingNetwork(parts, network, async ({ config, source }) => {
        const dataset = await datasets.find(id)
        requireFit(config.model, dataset.info)
        return inspector.inspect({ network: source, dataset: await readyDataset(dataset), split, row })
      }),
    getWeights: async ({ dataset, network, names }) => {
      const { step, parameters: all } = await readingNetwork(parts, network, (resolved) =>
        readWeights(parts, resolved, dataset)
      )
      const parameters = all.filter(({ name }) => names === undefined || names.includes(name))
      return { step, parameters }
    }
  }
}

async function readWeights(
  { datasets, inspector }: LabParts,
  { source, dataset: own }: ResolvedNetwork,
  id: string | undefined
): Promise<{ step: number; parameters: readonly Tensor[] }> {
  if (source.kind === 'untrained') {
    const { config } = source
    if (imagesToStart(config.model) === 0) {
      return { step: 0, parameters: tensorsOf(initialWeights(config.model, config.seed)) }
    }
    const service = own ?? (await datasets.find(id))
    requireFit(config.model, service.info)
    const dataset = await readyDataset(service)
    return { step: 0, parameters: await inspector.firstWeights({ config, dataset }) }
  }
  const { position, state } = await readCheckpoint(source.folder)
  return { step: position.step, parameters: tensorsOf(state.weights) }
}

function tensorsOf(weights: Weights): Tensor[] {
  return weights.map(({ name, shape, values }) => ({ name, shape: [...shape], values: encodeFloats(values) }))
}
