import { required } from '../../../core/base/required'
import { invalidCheckpoint, listed, shown } from '../../checkpoint/invalid-checkpoint'
import type { NamedTensors, TensorValues } from '../tensors/named-tensor'
import { readValues } from '../tensors/read-values'
import { findStateDicts, type StateDict } from './find-state-dicts'
import { plainNames } from './plain-names'
import type { PthContent, PthDict, PthTensor } from './pth-value'

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
  /** As `optimizer.state_dict()`: `state` and `param_groups`. Its tensors have not been read. */
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
  const tensors = found.tensors.map(([original, tensor], i) => ({
    name: required(names[i], 'a name of each tensor'),
    shape: tensor.shape,
    ...readTensor(tensor, content, original)
  }))
  const candidates = stateDicts.map((candidate) => ({
    path: candidate.path,
    tensors: candidate.tensors.length
  }))
  return { path: found.path, candidates, tensors, others: found.others, numbers, optimizer }
}

/**
 * The numbers of one tensor, such as one of the optimizer's.
 * @param name for errors
 * @throws LabError 'checkpoint-invalid' when one is not finite
 */
export function readTensor(
  { storage, ...view }: PthTensor,
  { file, budget }: PthContent,
  name: string
): TensorValues {
  const place = { ...view, bytes: storage.read(), littleEndian: storage.littleEndian }
  return readValues(place, budget, `The values of ${shown(name)} in ${shown(file)}`)
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
