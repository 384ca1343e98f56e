import type { EngineStatus } from '../contract/engine-status'
import { runTrainerJob } from '../training/run-trainer-job'
import type { LabParts, Methods } from './lab-parts'

/** Engines are probed in a process of their own: the one that draws or serves never loads an engine. */
export function engineMethods({ host }: LabParts): Methods<'listEngines'> {
  let probed: Promise<EngineStatus[]> | undefined
  return {
    listEngines: async () => {
      probed ??= runTrainerJob(host.trainerFile, { kind: 'probe' }, (message) =>
        message.type === 'engines' ? message.engines : undefined
      ).result
      try {
        return { engines: await probed }
      } catch (thrown) {
        probed = undefined
        throw thrown
      }
    }
  }
}
