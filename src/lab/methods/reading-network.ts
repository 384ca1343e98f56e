import type { NetworkChoice } from '../contract/network-choice'
import type { LabParts } from './lab-parts'
import { resolveNetwork, type ResolvedNetwork } from './resolve-network'

/**
 * Works with a network; nothing that the work reads is removed meanwhile.
 * @throws LabError as `resolveNetwork`, and what the work throws
 */
export function readingNetwork<T>(
  parts: LabParts,
  network: NetworkChoice,
  work: (resolved: ResolvedNetwork) => Promise<T>
): Promise<T> {
  const read = async (): Promise<T> => work(await resolveNetwork(parts, network))
  return network.kind === 'untrained' ? read() : parts.store.checkpointHolds.during(network.runId, read)
}
