import { describe, expect, test } from 'vitest'
import type { LayerSpec } from '../../../core/layers/layer-kinds'
import { lessonModel } from '../../../core/model/lesson-model'
import { layerLinks } from '../../state/model/layer-links'
import { stagesOf } from '../../state/model/stages'
import { diagramLayout } from './diagram-layout'

const pool = (name: string, ...inputs: string[]): LayerSpec => ({
  type: 'maxPool2d',
  name,
  poolSize: [1, 1],
  strides: [1, 1],
  ...(inputs.length === 0 ? {} : { inputs })
})
const relu = (name: string): LayerSpec => ({ type: 'relu', name })
const add = (name: string, ...inputs: string[]): LayerSpec => ({ type: 'add', name, inputs })

/** `name column/lane` for each column, and `from>to` for each line, with its track. */
function laidOut(...layers: LayerSpec[]) {
  const stages = stagesOf(layers)
  const { nodes, edges, tracks } = diagramLayout(stages, layerLinks(layers))
  const names = ['image', ...stages.map((stage) => stage.layers[0].name)]
  return {
    columns: nodes.map(({ column, lane }, i) => `${names[i] ?? ''} ${column}/${lane}`).join(', '),
    lines: edges
      .map(
        ({ from, to, track }) =>
          `${names[from] ?? ''}>${names[to] ?? ''}${track === undefined ? '' : ` ${track}`}`
      )
      .sort(),
    tracks
  }
}

describe('the layout of the diagram', () => {
  test('a chain is a row', () => {
    const { columns, tracks } = laidOut(...lessonModel.layers)
    expect(columns).toBe(
      'image 0/0, conv1 1/0, pool1 2/0, conv2 3/0, pool2 4/0, flatten 5/0, fc1 6/0, fc2 7/0, fc3 8/0'
    )
    expect(tracks).toEqual([0])
  })

  test('a shortcut passes above the block, and the lines of the next block use the same track', () => {
    const { columns, lines, tracks } = laidOut(
      pool('a'),
      pool('b'),
      add('add1', 'b', 'a'),
      relu('relu1'),
      pool('c'),
      add('add2', 'c', 'relu1')
    )
    expect(columns).toBe('image 0/0, a 1/0, b 2/0, add1 3/0, c 4/0, add2 5/0')
    expect(lines).toEqual(['a>add1 0', 'a>b', 'add1>add2 0', 'add1>c', 'b>add1', 'c>add2', 'image>a'])
    expect(tracks).toEqual([1])
  })

  test('a shortcut around another lies above it', () => {
    const { lines, tracks } = laidOut(
      pool('a'),
      pool('b'),
      add('add1', 'b', 'a'),
      pool('c'),
      add('add2', 'c', 'image')
    )
    expect(lines).toContain('a>add1 0')
    expect(lines).toContain('image>add2 1')
    expect(tracks).toEqual([2])
  })

  test('branches get lanes of their own, and their lines stay in them', () => {
    const { columns, lines, tracks } = laidOut(
      pool('a'),
      pool('left'),
      pool('right', 'a'),
      pool('right2'),
      pool('short', 'a'),
      add('add1', 'left', 'right2', 'short'),
      pool('next', 'add1'),
      pool('side', 'add1'),
      add('add2', 'next', 'side')
    )
    expect(columns).toBe(
      'image 0/0, a 1/0, left 2/1, right 2/0, right2 3/0, short 2/2, add1 4/0, next 5/0, side 5/1, add2 6/0'
    )
    expect(lines.filter((line) => line.includes(' '))).toEqual([])
    expect(tracks).toEqual([0, 0, 0])
  })

  test('a layer that leads nowhere is drawn where it would compute', () => {
    const { columns } = laidOut(pool('a'), pool('alone'), pool('b', 'a'))
    expect(columns).toBe('image 0/0, a 1/0, alone 2/1, b 2/0')
  })

  test('what another layer takes too ends its column', () => {
    const { columns } = laidOut(pool('a'), relu('relu1'), add('add1', 'relu1', 'a'))
    expect(columns).toBe('image 0/0, a 1/0, relu1 2/0, add1 3/0')
  })
})
