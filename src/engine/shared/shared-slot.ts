import type { BatchSlot } from '../../core/engine/engine'
import { volume } from '../../core/layers/shape'
import type { ModelSpec } from '../../core/model/model-spec'

/** A slot of shared memory, for engines that copy batches to where they compute. */
export function sharedSlot({ inputShape }: ModelSpec, capacity: number): BatchSlot {
  return {
    images: new Uint8Array(new SharedArrayBuffer(capacity * volume(inputShape))),
    labels: new Uint16Array(new SharedArrayBuffer(capacity * 2)),
    indices: new Uint32Array(new SharedArrayBuffer(capacity * 4))
  }
}
