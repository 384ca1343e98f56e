import type { Workload } from '../../core/engine'

/** Batch normalisation has no kernels yet: it needs the whole batch in the middle of the forward pass. */
export function lacks({ model }: Workload): string | undefined {
  const layers = model.layers.filter(({ type }) => type === 'batchNorm').map(({ name }) => name)
  return layers.length === 0 ? undefined : `batch normalisation (${layers.join(', ')})`
}
