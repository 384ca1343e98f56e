import { LabError } from '../../src/core/base/lab-error'
import { webgpuEngine } from '../../src/engine/webgpu/engine'

/** What the promise is rejected with. */
export async function refusal(promise: Promise<unknown>): Promise<LabError> {
  try {
    await promise
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown
    throw thrown
  }
  throw new Error('nothing was refused')
}

/** Why the engine says that it cannot run. */
export async function unavailability(): Promise<{ readonly reason: string; readonly remedy: string }> {
  const found = await webgpuEngine.probe()
  if (found.available) throw new Error(`available: ${found.description}`)
  return found
}
