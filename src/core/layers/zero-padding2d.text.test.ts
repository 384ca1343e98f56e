import { expect, test } from 'vitest'
import { fitLayer } from '../model/infer-shapes'
import { imageSource } from './layer-kind'
import { textOf } from './layer-texts'
import type { LayerSpec } from './layer-kinds'

function guideOf(layer: LayerSpec, ...inputs: readonly [number, number, number][]): string {
  const shaped = { ...fitLayer(layer, inputs), sources: inputs.map(() => imageSource) }
  return textOf(layer)
    .guide(shaped, false)
    .body.flatMap((block) => (block.kind === 'text' ? [block.text] : []))
    .join(' ')
}

test('rows and columns of zeros are counted as people count them', () => {
  const pad = {
    type: 'zeroPadding2d' as const,
    name: 'pad1',
    rows: [1, 2],
    columns: [0, 1]
  } satisfies LayerSpec
  expect(guideOf(pad, [8, 8, 3])).toContain(
    '1 row of zeros above it and 2 below, 0 columns to its left and 1 to its right'
  )
})
