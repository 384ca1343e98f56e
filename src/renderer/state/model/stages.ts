import { kindOf, type LayerSpec } from '../../../core/layers/layer-kinds'
import { layerLinks } from './layer-links'

/** A layer that computes or reshapes, and what follows it without changing the shape: a column of the diagram. */
export interface Stage {
  /** Place of the first layer in the network. */
  readonly first: number
  readonly layers: readonly [LayerSpec, ...LayerSpec[]]
}

/** Whether a layer keeps the shape of what reaches it, and so is drawn with the layer before it. */
export function isFollower(layer: LayerSpec): boolean {
  return kindOf(layer).place !== 'column'
}

/** The network as its diagram shows it. What another layer takes too ends its stage. */
export function stagesOf(layers: readonly LayerSpec[]): Stage[] {
  const { sources, readers } = layerLinks(layers)
  const stages: Stage[] = []
  layers.forEach((layer, index) => {
    const last = stages.at(-1)
    const takes = sources[index] ?? []
    const goesOn = takes.length === 1 && takes[0] === index - 1 && readers[index - 1]?.length === 1
    if (last !== undefined && isFollower(layer) && goesOn) {
      stages[stages.length - 1] = { first: last.first, layers: [...last.layers, layer] }
    } else {
      stages.push({ first: index, layers: [layer] })
    }
  })
  return stages
}

/** Place of the last layer of a stage in the network. */
export function stageEnd({ first, layers }: Stage): number {
  return first + layers.length - 1
}

/** The stage that a layer belongs to. */
export function stageOf(layers: readonly LayerSpec[], index: number): Stage | undefined {
  return stagesOf(layers).find((stage) => index >= stage.first && index <= stageEnd(stage))
}
