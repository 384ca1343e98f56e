import type { EngineId } from '../../core/base/engine-id'
import { probeEngines } from '../../engine'
import type { EngineStatus } from '../../lab/contract/engine-status'

/** What each engine finds on this machine, in the contract's words. */
export async function engineStatuses(ids: readonly EngineId[]): Promise<EngineStatus[]> {
  const probed = await probeEngines(ids)
  return probed.map(({ id, name, availability, preferred }) => {
    if (!availability.available) {
      const { reason, remedy } = availability
      return { available: false, engine: id, name, reason, remedy }
    }
    const { description, maxThreads } = availability
    return { available: true, engine: id, name, description, maxThreads, preferred }
  })
}
