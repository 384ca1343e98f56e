import type { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'
import { invalidCheckpoint, listed, shown } from '../checkpoint/invalid-checkpoint'

/** The error of a file that has all weights of a network, and others besides: they may belong to another network. */
export function withSpareTensors(
  fileName: string,
  network: string,
  spare: readonly { readonly name: string }[]
): LabError {
  return invalidCheckpoint(
    `${shown(fileName)} has ${formatCount(spare.length)} ${spare.length === 1 ? 'tensor' : 'tensors'} that ${network} has no place for: ${listed(spare.map(({ name }) => name))}.`,
    'Load the file in the window, which can leave them out, or choose the network that the weights belong to.'
  )
}
