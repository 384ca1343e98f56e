import type { Engine } from '../../core/engine/engine'
import type { EngineId } from '../../core/base/engine-id'
import { extent } from '../../core/maths/extent'
import { volume } from '../../core/layers/shape'
import { initialWeights } from '../../core/model/initial-weights'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { Random } from '../../core/maths/random'
import { lessonConfig } from '../../core/settings/run-config'
import { untrainedState } from '../../core/model/weights'
import { loadEngine } from '../../engine'

const images = 10
const batchSize = 4
/** Far above what rounding does to the first losses, far below what a wrong kernel does. */
const tolerance = 1e-3

/**
 * Trains the lesson's network for three steps, the last one short, and compares the losses with the reference loops'.
 * @returns the device, for people
 * @throws LabError 'engine-unavailable' with the reason and the remedy
 */
export async function verifyEngine(id: EngineId): Promise<string> {
  const engine = await loadEngine(id)
  const probed = await engine.probe()
  if (!probed.available) {
    throw new LabError('engine-unavailable', `The engine cannot run here: ${probed.reason}`, probed.remedy)
  }
  const { losses, description } = await firstLosses(engine)
  const expected = await firstLosses(await loadEngine('reference'))
  const worst = extent(
    losses.map((loss, i) => Math.abs(loss - required(expected.losses[i], 'a loss of the reference loops')))
  ).max
  if (worst <= tolerance) return description
  throw new LabError(
    'engine-unavailable',
    `The engine’s losses (${losses.join(', ')}) differ from those of the reference loops (${expected.losses.join(', ')}).`,
    'Use another version of its library, or another engine.'
  )
}

async function firstLosses(
  engine: Engine
): Promise<{ readonly losses: readonly number[]; readonly description: string }> {
  const { model, optimizer } = lessonConfig
  const state = untrainedState(initialWeights(model, 1))
  const program = await engine.compile({ model, optimizer, batchSize, threads: 0, seed: 1, state })
  try {
    const slot = program.createSlot(images)
    const random = Random.seeded(1)
    const bytes = images * volume(model.inputShape)
    for (let i = 0; i < bytes; i++) slot.images[i] = random.nextBelow(256)
    for (let i = 0; i < images; i++) slot.labels[i] = i
    const losses = new Float32Array(Math.ceil(images / batchSize))
    const rates = new Float64Array(losses.length).fill(optimizer.learningRate)
    await program.train(slot, 0, images, batchSize, rates, losses)
    return { losses: [...losses], description: program.device.description }
  } finally {
    await program.dispose()
  }
}
