import type { PlannedLayer } from '../../../core/engine/compiled-plan'

/** Which functions compute a layer forward, and how: `forward4, forward2: 4 images × 8 units in registers`. */
export function forwardKernels({ name, within, kernels }: PlannedLayer): string {
  if (within !== undefined) return `in ${within}’s kernels`
  const forward = kernels.filter((kernel) => kernel.name.startsWith(`${name}.forward`))
  if (forward.length === 0) return 'nothing to compute'
  const names = forward.map((kernel) => kernel.name.slice(name.length + 1)).join(', ')
  const blocking = forward.find((kernel) => kernel.blocking !== undefined)?.blocking
  return blocking === undefined ? names : `${names}: ${blocking}`
}
