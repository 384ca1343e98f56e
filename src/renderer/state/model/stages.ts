import { kindOf, type LayerSpec } from '../../../core/layers/layer-kinds'

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

/** The network as its diagram shows it. */
export function stagesOf(layers: readonly LayerSpec[]): Stage[] {
  const stages: Stage[] = []
  layers.forEach((layer, index) => {
    const last = stages.at(-1)
    if (last !== undefined && isFollower(layer)) {
      stages[stages.length - 1] = { first: last.first, layers: [...last.layers, layer] }
    } else {
      stages.push({ first: index, layers: [layer] })
    }
  })
  return stages
}

/** The stage that a layer belongs to. */
export function stageOf(layers: readonly LayerSpec[], index: number): Stage | undefined {
  return stagesOf(layers).find(({ first, layers: own }) => index >= first && index < first + own.length)
}
