import { required } from '../../../core/base/required'
import { invalidCheckpoint, listed, shown } from '../../checkpoint/invalid-checkpoint'
import type { NamedTensors } from '../tensors/named-tensor'
import { findStateDicts, type StateDict } from './find-state-dicts'
import { plainNames } from './plain-names'
import type { PthContent, PthDict } from './pth-value'
import { readTensors } from './read-tensors'

/** A network's weights in a file of PyTorch's, and what else it tells. */
export interface TorchWeights {
  /** Where the state dict is: `model_state_dict`, `ema.model`; '' when it is the whole file. */
  readonly path: string
  /** All state dicts of the file, the one taken among them, the likeliest first. */
  readonly candidates: readonly { readonly path: string; readonly tensors: number }[]
  /** Without the `module.` that DataParallel puts in front of each name. */
  readonly tensors: NamedTensors
  /** Names in the state dict of what is no tensor. */
  readonly others: readonly string[]
  /** Numbers beside the state dict: `epoch`, `step`, `loss`. */
  readonly numbers: ReadonlyMap<string, number>
  /** As `optimizer.state_dict()`: `state` and `param_groups`. Its tensors are read by `readTensors`. */
  readonly optimizer: PthDict | undefined
}

/**
 * Finds a network's state dict and reads its tensors.
 * @param path of the state dict, where the file has several; by default the likeliest
 * @throws LabError 'checkpoint-invalid' when there is none, or a weight is not finite
 */
export function tensorsIn(content: PthContent, path?: string): TorchWeights {
  const { stateDicts, optimizer, numbers } = findStateDicts(content.value)
  const found = path === undefined ? stateDicts[0] : stateDicts.find((candidate) => candidate.path === path)
  if (found === undefined) throw notThere(content.file, stateDicts, path)
  const names = plainNames(found.tensors.map(([name]) => name))
  const tensors = readTensors(found.tensors, content).map((tensor, i) => ({
    ...tensor,
    name: required(names[i], 'a name of each tensor')
  }))
  const candidates = stateDicts.map((candidate) => ({
    path: candidate.path,
    tensors: candidate.tensors.length
  }))
  return { path: found.path, candidates, tensors, others: found.others, numbers, optimizer }
}

function notThere(file: string, stateDicts: readonly StateDict[], path: string | undefined): Error {
  if (path === undefined) {
    return invalidCheckpoint(
      `${shown(file)} holds no state dict: no dictionary in it has the names and weights of layers.`,
      'In PyTorch, save the weights by their names: torch.save(net.state_dict(), "net.pth").'
    )
  }
  return invalidCheckpoint(
    `${shown(file)} has no state dict under ${shown(path)}.`,
    `It has them under: ${listed(stateDicts.map((candidate) => candidate.path))}.`
  )
}
