import { required } from '../../../core/base/required'
import { shown } from '../../checkpoint/invalid-checkpoint'
import type { NamedTensors } from '../tensors/named-tensor'
import { readValues } from '../tensors/read-values'
import type { PthContent, PthTensor } from './pth-value'

/**
 * Reads the numbers of tensors, such as those of an optimizer, which together may take as much as a checkpoint.
 * @param tensors under their names
 * @throws LabError 'checkpoint-invalid' when they are damaged, too many, or one is not finite
 */
export function readTensors(
  tensors: readonly (readonly [name: string, tensor: PthTensor])[],
  { file, budget }: PthContent
): NamedTensors {
  // All that is packed is unpacked first: what it takes stays, and the values get the rest.
  const unpacked = tensors.map(([, { storage }]) => storage.read())
  const rest = budget.copy()
  return tensors.map(([name, { storage, ...view }], i) => {
    const place = {
      ...view,
      bytes: required(unpacked[i], 'bytes of each tensor'),
      littleEndian: storage.littleEndian
    }
    return {
      name,
      shape: view.shape,
      ...readValues(place, rest, `The values of ${shown(name)} in ${shown(file)}`)
    }
  })
}
