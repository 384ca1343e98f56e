import { lessonModel } from '../../src/core/model/lesson-model'
import { referenceEngine } from '../../src/engine/reference/engine'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { median } from './alternate'
import { countInstructions } from './count-instructions'
import type { Row } from './measurement'
import { noiseImages } from './noise-images'
import type { Part } from './part'
import { processorSeconds } from './processor-seconds'
import { openProgram } from './program-side'

const rounds = 3
/** Steps in a turn: the plain loops take some tenths of a second for theirs. */
const steps = { wasm: { 4: 400, 128: 16 }, reference: { 4: 8, 128: 1 } } as const

/**
 * For CI: the wasm engine against the plain loops on the same processor in the same seconds, a figure that other
 * machines and other work on them change little. Nothing is asserted: people compare it with that of earlier runs.
 */
export const guard: Part = async (_, { builtFolder }) => {
  const images = noiseImages(512)
  const rows: Row[] = []
  const notes = ['Compare with earlier runs; nothing is asserted about time.']
  for (const batch of [4, 128] as const) {
    const open = { model: lessonModel, images, batch, threads: 1 }
    const wasm = await openProgram({ ...open, engine: wasmEngine })
    const reference = await openProgram({ ...open, engine: referenceEngine })
    await wasm.measure(2 * steps.wasm[batch])
    await reference.measure(steps.reference[batch])
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) {
      const slow =
        (await processorSeconds(() => reference.measure(steps.reference[batch]))) / steps.reference[batch]
      const fast = (await processorSeconds(() => wasm.measure(steps.wasm[batch]))) / steps.wasm[batch]
      ratios.push(slow / fast)
    }
    await wasm.program.dispose()
    await reference.program.dispose()
    const counted = countInstructions(builtFolder, batch)
    rows.push({
      batch,
      'wasm, times the reference loops': Math.round(median(ratios)),
      ...('reason' in counted ? {} : { 'instructions an image': Math.round(counted.instructions) })
    })
    if ('reason' in counted) notes.push(`Batch ${batch}: no instruction count, ${counted.reason}.`)
  }
  return {
    title: 'Regression guard: wasm against the reference loops, one thread',
    rows,
    notes
  }
}
