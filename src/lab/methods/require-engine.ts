import type { RunConfig } from '../../core/settings/run-config'
import type { LabParts } from './lab-parts'

/**
 * Before a run is made: an engine that was asked for has to run, and TensorFlow's binding to fit.
 * @throws LabError 'engine-unavailable' with the reason and the other engines
 */
export async function requireEngine(
  { tensorflow, probe }: Pick<LabParts, 'tensorflow' | 'probe'>,
  engine: RunConfig['engine']
): Promise<void> {
  if (engine === 'auto') {
    // `auto` goes without a TensorFlow that cannot be built again; its status says why.
    await tensorflow.renew().catch(() => undefined)
    return
  }
  if (engine === 'tensorflow') await tensorflow.renew()
  await probe.require(engine)
}
