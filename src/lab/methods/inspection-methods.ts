import { initialWeights } from '../../core/initial-weights'
import { readCheckpoint } from '../checkpoint/read-checkpoint'
import { encodeFloats } from './base64'
import { checkNetwork } from './check-network'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { resolveNetwork, type ResolvedNetwork } from './resolve-network'
import type { Weights } from '../../core/weights'

export function inspectionMethods(parts: LabParts): Methods<'inspectImage' | 'getWeights'> {
  const { inspector, manifest } = parts
  return {
    inspectImage: async ({ network, split, row }) => {
      const { config, source } = await resolveNetwork(parts, network)
      checkNetwork(config, manifest)
      return inspector.inspect({ network: source, dataset: await readyDataset(parts), split, row })
    },
    getWeights: async ({ network, names }) => {
      const { step, weights } = await readWeights(await resolveNetwork(parts, network))
      const parameters = weights
        .filter(({ name }) => names === undefined || names.includes(name))
        .map(({ name, shape, values }) => ({ name, shape: [...shape], values: encodeFloats(values) }))
      return { step, parameters }
    }
  }
}

async function readWeights({ source }: ResolvedNetwork): Promise<{ step: number; weights: Weights }> {
  if (source.kind === 'untrained') {
    return { step: 0, weights: initialWeights(source.config.model, source.config.seed) }
  }
  const { position, state } = await readCheckpoint(source.folder)
  return { step: position.step, weights: state.weights }
}
