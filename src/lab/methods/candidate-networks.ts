import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import {
  isCompleteMatch,
  matchShare,
  matchTensors,
  spareTensors,
  type TensorHead
} from '../../core/exchange/match-tensors'
import { otherClasses } from '../../core/exchange/other-classes'
import { type TorchParameter, torchParameters } from '../../core/exchange/torch-parameters'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { fitModel } from '../../core/model/fit-model'
import { modelKey } from '../../core/model/model-key'
import type { ModelSpec } from '../../core/model/model-spec'
import { usualPixels, withPixels } from '../../core/model/pixel-range'
import { modelPresets } from '../../core/model/presets/model-presets'
import { withOtherClasses } from '../exchange/with-other-classes'
import { withSpareTensors } from '../exchange/with-spare-tensors'
import type { LabParts } from './lab-parts'

/** A network that is known here, to which weights from elsewhere may belong. */
export interface CandidateNetwork {
  /** `lesson`, or a run's. */
  readonly id: string
  /** A run's. */
  readonly number?: number
  /** For people. */
  readonly name: string
  readonly model: ModelSpec
}

/** Of the newest runs: older ones can be opened and trained again. */
const mostRuns = 100

/** The presets, fitted to a data set, then the networks of runs, the newest first. */
export async function candidateNetworks(
  { store }: Pick<LabParts, 'store'>,
  info: DatasetInfo
): Promise<readonly CandidateNetwork[]> {
  const presets = modelPresets.map(({ value, text, model }) => ({
    id: value,
    name: text,
    model: fitModel(model, info)
  }))
  const runs = (await store.list()).slice(0, mostRuns)
  const trained: CandidateNetwork[] = []
  for (const { runId, number, name } of runs) {
    try {
      const { config, state } = await store.read(runId)
      trained.push({
        id: runId,
        number,
        name: `Run #${number}, ${name}`,
        model: (state.config ?? config).model
      })
    } catch (thrown) {
      // One that cannot be read is told of where runs are listed.
      if (!(thrown instanceof LabError)) throw thrown
    }
  }
  return [...presets, ...trained]
}

/** Each network once, the first of those that are the same: which pixels it takes is another question. */
function distinct(networks: readonly CandidateNetwork[]): readonly CandidateNetwork[] {
  const seen = new Set<string>()
  return networks.filter(({ model }) => {
    const key = modelKey(withPixels(model, usualPixels))
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** How well weights fit a network. */
interface Fitted {
  readonly network: CandidateNetwork
  readonly matches: ReturnType<typeof matchTensors>
  readonly complete: boolean
  /** How near it is, in [0, 1]. */
  readonly share: number
}

/** The networks that weights may belong to, each once: those that they fit completely first. */
export function fittedNetworks(
  networks: readonly CandidateNetwork[],
  tensors: readonly TensorHead[]
): readonly Fitted[] {
  return distinct(networks)
    .flatMap((network) => {
      const parameters = parametersOf(network)
      if (parameters === undefined) return []
      const matches = matchTensors(parameters, tensors)
      const complete = isCompleteMatch(matches, tensors)
      return [{ network, matches, complete, share: matchShare(matches, tensors) }]
    })
    .sort((a, b) => Number(b.complete) - Number(a.complete) || b.share - a.share)
}

/** Undefined for a network that cannot have weights of PyTorch's. */
function parametersOf({ model }: CandidateNetwork): readonly TorchParameter[] | undefined {
  try {
    return torchParameters(model)
  } catch (thrown) {
    if (thrown instanceof LabError) return undefined
    throw thrown
  }
}

/**
 * The network that weights belong to, where nobody says which: the only one that they fit.
 * @throws LabError 'checkpoint-invalid' where there is none, or more than one
 */
export function onlyFitting(
  name: string,
  networks: readonly CandidateNetwork[],
  tensors: readonly TensorHead[]
): CandidateNetwork {
  const fitted = fittedNetworks(networks, tensors)
  const complete = fitted.filter((one) => one.complete)
  const named = complete.filter(({ matches }) => matches.every(({ by }) => by === 'name'))
  const [only, ...others] = named.length > 0 ? named : complete
  if (only === undefined) throw noneFits(name, fitted, tensors)
  if (others.length === 0) return only.network
  const names = [only, ...others].slice(0, 5).map(({ network }) => `${network.id} (${network.name})`)
  throw new LabError(
    'checkpoint-invalid',
    `${name} holds weights and no network, and they fit ${others.length + 1} networks here: ${names.join('; ')}.`,
    `Say which: ${ownCommand} evaluate ${name} --network ${only.network.id}`
  )
}

function noneFits(name: string, fitted: readonly Fitted[], tensors: readonly TensorHead[]): LabError {
  for (const { network, matches } of fitted) {
    const classes = otherClasses(matches, tensors)
    if (classes !== undefined) return withOtherClasses(name, network.name, classes)
  }
  const [nearest] = fitted
  const found = nearest?.matches.filter(({ tensor }) => tensor !== undefined).length
  if (nearest !== undefined && found === nearest.matches.length)
    return withSpareTensors(name, nearest.network.name, spareTensors(nearest.matches, tensors))
  return new LabError(
    'checkpoint-invalid',
    `${name} holds weights and no network, and they fit none of the ${fitted.length} networks here${nearest === undefined || found === 0 ? '' : `; ${nearest.network.name} comes nearest: ${found} of its ${nearest.matches.length} parameters have a tensor of their shape among the ${tensors.length} in the file`}.`,
    'Build their network in Network and train a step with it, or save the network as ONNX.'
  )
}
