import { describe, expect, test } from 'vitest'
import { required } from '../../../core/base/required'
import { inferShapes } from '../../../core/model/infer-shapes'
import { modelPresets } from '../../../core/model/presets/model-presets'
import { ImagePlanner } from './image-planner'
import { Places } from './places'
import { shareBuffers } from './share-buffers'
import { stageUses } from './stage-uses'
import { WasmGraph } from './wasm-graph'

describe.each(modelPresets)('buffers of the network $value', ({ model }) => {
  const graph = new WasmGraph(inferShapes(model))
  const places = new Places(graph, 0, 1)
  const { stages, planes, input } = new ImagePlanner(graph, places, model.inputShape, 4, 1)
  const { buffers } = places
  const { offsets, bytes } = shareBuffers(buffers, stages, planes, [planes, input.value])
  const moved = buffers.map((buffer, i) => {
    const begin = required(offsets[i], 'an offset of each buffer')
    return { ...buffer, begin, end: begin + buffer.bytes }
  })
  const overlap = (a: (typeof moved)[number], b: (typeof moved)[number]): boolean =>
    a !== b && a.region === b.region && a.begin < b.end && b.begin < a.end

  test('that one stage uses lie apart', () => {
    for (const stage of stages) {
      const { forward, backward } = stageUses(stage, planes)
      for (const used of [forward, backward]) {
        const own = moved.filter(({ region, offset, bytes: size }) =>
          used.some(
            (place) => place.region === region && place.offset >= offset && place.offset < offset + size
          )
        )
        expect(
          own.filter((a) => own.some((b) => overlap(a, b))),
          stage.name
        ).toEqual([])
      }
    }
  })

  test('whose zeros have to stay share their place with none', () => {
    const kept = moved.filter(({ keepsZeros }) => keepsZeros)
    expect(kept.filter((a) => moved.some((b) => overlap(a, b)))).toEqual([])
  })

  test('need less room than one behind the other, and no less than the largest', () => {
    const apart = places.imageBytes + places.threadBytes
    expect(bytes.image + bytes.thread).toBeLessThan(apart)
    for (const { region, end } of moved) expect(bytes[region]).toBeGreaterThanOrEqual(end)
  })
})
