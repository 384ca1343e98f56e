import { describe, test } from 'vitest'
import { engines, loadEngine } from '../../src/engine'
import { testAgainstPytorch } from './follow-pytorch'
import { testOptimizersAndLayers } from './optimizers-and-layers'

for (const { id } of engines) {
  const engine = await loadEngine(id)
  const availability = await engine.probe()
  if (availability.available) {
    testOptimizersAndLayers(id, engine, id === 'wasm' ? [2, 3] : [])
    testAgainstPytorch(id, engine)
  } else {
    describe.skip(`${id} cannot run here: ${availability.reason}`, () => {
      test('optimizers and layers')
    })
  }
}
