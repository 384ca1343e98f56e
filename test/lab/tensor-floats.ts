import type { Tensor } from '../../src/lab/contract/tensor'

export function tensorFloats({ values }: Pick<Tensor, 'values'>): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer)
}
