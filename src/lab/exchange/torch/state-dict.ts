import { required } from '../../../core/base/required'
import { toTorch, type TorchParameter, torchParameters } from '../../../core/exchange/torch-parameters'
import type { Weights } from '../../../core/model/weights'
import { optimizerKind } from '../../../core/optimizers/optimizer-kinds'
import type { Checkpoint } from '../../../core/training/checkpoint'
import { encodeValues } from '../../checkpoint/weight-values'
import {
  orderedDict,
  pythonCount,
  type PythonDict,
  pythonDict,
  pythonInt,
  type PythonTensor,
  type PythonValue
} from './python-value'

/**
 * The weights as the state dict of the PyTorch module that the generated code defines: what
 * `net.load_state_dict` takes.
 * @param weights those of the checkpoint, or their average
 * @throws LabError 'unsupported' for a network that PyTorch cannot compute with the same weights
 */
export function stateDict(
  { config, state }: Pick<Checkpoint, 'config' | 'state'>,
  weights: Weights = state.weights
): PythonDict {
  const entries = torchParameters(config.model).flatMap((parameter, i) => {
    const { values } = required(weights[i], 'values of each parameter')
    const entry = [parameter.name, tensorOf(parameter, values)] as const
    if (!parameter.name.endsWith('.running_var')) return [entry]
    const counted = parameter.name.replace(/running_var$/, 'num_batches_tracked')
    return [entry, [counted, pythonCount(state.step)] as const]
  })
  return orderedDict(entries)
}

/**
 * The network with what the optimizer keeps, so that the training goes on in PyTorch: the form of PyTorch's own recipe for
 * a general checkpoint, {epoch, step, model_state_dict, optimizer_state_dict}.
 * @param withAverage whether the moving average of the weights, where there is one, is in it as `average_state_dict`
 * @throws as `stateDict`
 */
export function trainingStateDict(
  checkpoint: Checkpoint,
  { withAverage }: { readonly withAverage: boolean } = { withAverage: false }
): PythonDict {
  const { average } = checkpoint
  return pythonDict([
    ['epoch', pythonInt(checkpoint.epoch)],
    ['step', pythonInt(checkpoint.state.step)],
    ['model_state_dict', stateDict(checkpoint)],
    ['optimizer_state_dict', optimizerStateDict(checkpoint)],
    ...(withAverage && average !== undefined
      ? [['average_state_dict', stateDict(checkpoint, average)] as const]
      : [])
  ])
}

/** As `optimizer.state_dict()` of an optimizer of `net.parameters()`. */
function optimizerStateDict({ config, position, state }: Checkpoint): PythonDict {
  const { group, state: names, countsSteps } = optimizerKind(config.optimizer).torch(config.optimizer)
  const parameters = torchParameters(config.model).filter(({ parameter }) => !parameter.averaged)
  const begun = state.optimizerState.length > 0
  let trainable = 0
  const kept = parameters.flatMap((parameter, i): readonly (readonly [number, PythonValue])[] => {
    if (!parameter.parameter.trainable) return []
    const place = trainable++
    if (!begun || (names.length === 0 && !countsSteps)) return []
    const values = names.map((name, slot) => {
      const own = required(state.optimizerState[slot]?.[place], 'what the optimizer keeps')
      return [name, tensorOf(parameter, own)] as const
    })
    const step = countsSteps ? [['step', scalar(state.optimizerSteps)] as const] : []
    return [[i, pythonDict([...step, ...values])]]
  })
  return pythonDict([
    ['state', pythonDict(kept)],
    [
      'param_groups',
      {
        kind: 'list',
        items: [
          pythonDict([
            ['lr', position.learningRate],
            ...Object.entries(group).map(([name, value]) => [name, asPython(value)] as const),
            ['params', { kind: 'list', items: parameters.map((_, i) => pythonInt(i)) }]
          ])
        ]
      }
    ]
  ])
}

function tensorOf(parameter: TorchParameter, values: Float32Array): PythonTensor {
  const bytes = encodeValues([toTorch(parameter, values)], `values of ${parameter.name}`)
  return { kind: 'tensor', type: 'float32', shape: parameter.shape, bytes }
}

function scalar(value: number): PythonTensor {
  return {
    kind: 'tensor',
    type: 'float32',
    shape: [],
    bytes: encodeValues([Float32Array.of(value)], 'number of steps')
  }
}

function asPython(value: number | boolean | readonly number[]): PythonValue {
  return typeof value === 'object' ? { kind: 'tuple', items: value } : value
}
