import { imageBytes } from '../../src/core/data/image-set'
import { lessonConfig } from '../../src/core/settings/run-config'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { measureFmaPeak } from '../../src/engine/wasm/fma-peak'
import { alternate, median } from './alternate'
import { countWork } from './count-work'
import type { Row } from './measurement'
import { networks } from './networks'
import type { Part } from './part'
import { processorSeconds } from './processor-seconds'
import { openProgram } from './program-side'
import { loadTrainingImages } from './training-images'

const batch = 128
/** Plain loops walk through them; the share of gradients that are zero hardly differs with more. */
const countedImages = 24

/** How much of what WebAssembly can multiply and add on one core the wasm engine turns into useful work. */
export const shareOfPeak: Part = async ({ rounds }) => {
  const images = await loadTrainingImages()
  const counted = {
    images: images.images.subarray(0, countedImages * imageBytes(images)),
    labels: images.labels.subarray(0, countedImages),
    count: countedImages
  }
  const rows: Row[] = []
  const peaks: number[] = []
  for (const [network, model] of Object.entries(networks)) {
    const lacking = wasmEngine.lacks?.({ model, optimizer: lessonConfig.optimizer })
    if (lacking !== undefined) {
      rows.push({ network, 'images a processor second': `not measured: the engine lacks ${lacking}` })
      continue
    }
    const { program, measure } = await openProgram({ engine: wasmEngine, model, images, batch, threads: 1 })
    const peaksBeside: number[] = []
    const { wasm = NaN } = await alternate(
      {
        wasm: {
          measure: (steps) => {
            peaksBeside.push(measureFmaPeak())
            return processorSeconds(() => measure(steps))
          }
        }
      },
      rounds
    )
    const { forward, backwardUseful } = countWork(model, await program.readWeights(), counted)
    await program.dispose()
    const macs = forward + backwardUseful
    const peak = median(peaksBeside)
    peaks.push(peak)
    rows.push({
      network,
      'images a processor second': Math.round(wasm * batch),
      'useful multiply-adds an image': Math.round(macs),
      'GFLOP/s': (2 * macs * wasm * batch) / 1e9,
      '% of peak': (200 * macs * wasm * batch) / peak
    })
  }
  return {
    title: `Useful work at batch ${batch}, one thread, as a share of WebAssembly’s peak`,
    rows,
    notes: [
      `Peak: ${(median(peaks) / 1e9).toFixed(1)} GFLOP/s, vectors of 128 bits, one multiply-add for each lane, measured beside each turn.`
    ]
  }
}
