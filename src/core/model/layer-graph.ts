import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { imageInput } from '../layers/layer-base'
import { imageSource } from '../layers/layer-kind'
import type { LayerShape, LayerSpec } from '../layers/layer-kinds'

/**
 * Says where a layer's inputs come from, by its place in the list: places of other layers, or `imageSource`.
 * @returns a function that throws LabError 'invalid-input' for a layer with an input that is unknown, comes later or goes
 *   in a circle
 */
export function sourceFinder(layers: readonly LayerSpec[]): (at: number) => readonly number[] {
  const places = new Map(layers.map(({ name }, at) => [name, at]))
  return (at) => layers[at]?.inputs?.map((name) => sourceOf(layers, places, at, name)) ?? [at - 1]
}

/** The layers that take each layer's output, in order; one that takes it twice is there twice. */
export function layerReaders(shapes: readonly Pick<LayerShape, 'sources'>[]): readonly (readonly number[])[] {
  const readers = shapes.map((): number[] => [])
  shapes.forEach(({ sources }, at) => {
    for (const source of sources) {
      if (source !== imageSource) required(readers[source], 'a layer for each source').push(at)
    }
  })
  return readers
}

/** Whether a layer has weights that the optimizer moves. */
export function learns({ parameters }: Pick<LayerShape, 'parameters'>): boolean {
  return parameters.some(({ trainable }) => trainable)
}

/** Of each layer, whether its output needs a gradient: whether it or a layer before it learns. */
export function needGradients(shapes: readonly LayerShape[]): readonly boolean[] {
  const needed: boolean[] = []
  for (const shape of shapes) {
    const { sources } = shape
    needed.push(learns(shape) || sources.some((source) => source !== imageSource && needed[source] === true))
  }
  return needed
}

/** Layers whose output no other takes, but for the last, which gives the scores. */
export function unusedLayers(shapes: readonly LayerShape[]): readonly LayerSpec[] {
  const readers = layerReaders(shapes)
  return shapes.flatMap(({ layer }, at) =>
    readers[at]?.length === 0 && at < shapes.length - 1 ? [layer] : []
  )
}

/** @throws LabError 'invalid-input' that names a layer whose output no other takes */
export function requireNoneUnused(shapes: readonly LayerShape[]): void {
  const [unused] = unusedLayers(shapes)
  if (unused === undefined) return
  throw new LabError(
    'invalid-input',
    `Layer ${unused.name} leads nowhere: no layer takes its output.`,
    `Add ${unused.name} to the inputs of a later layer, or remove it.`
  )
}

/** Whether each layer has one input, the layer before it: a network without branches. */
export function isChain(shapes: readonly Pick<LayerShape, 'sources'>[]): boolean {
  return shapes.every(({ sources }, at) => sources.length === 1 && sources[0] === at - 1)
}

function sourceOf(
  layers: readonly LayerSpec[],
  places: ReadonlyMap<string, number>,
  at: number,
  input: string
): number {
  const { name } = required(layers[at], 'a layer')
  const source = places.get(input)
  if (input === imageInput) {
    if (source === undefined) return imageSource
    throw new LabError(
      'invalid-input',
      `Layer ${name} takes ${imageInput}, which is both the network’s input and the name of a layer.`,
      `Give the layer ${imageInput} another name.`
    )
  }
  if (source === undefined) {
    throw new LabError(
      'invalid-input',
      `Layer ${name} takes the output of ${input}, but there is no such layer.`,
      `Name a layer that comes before ${name}, or ${imageInput} for the image itself.`
    )
  }
  if (source < at) return source
  const circle = pathBetween(layers, places, at, source)
  throw circle === undefined
    ? new LabError(
        'invalid-input',
        `Layer ${name} takes the output of ${input}, which comes after it.`,
        `Move ${input} before ${name}: layers are listed in the order in which they compute.`
      )
    : new LabError(
        'invalid-input',
        `The layers form a circle: ${[...circle, required(circle[0], 'a layer')].join(' → ')}.`,
        `Let ${name} take the output of a layer before it.`
      )
}

/** Names of the layers from one to another that takes its output through them; undefined where it does not. */
function pathBetween(
  layers: readonly LayerSpec[],
  places: ReadonlyMap<string, number>,
  start: number,
  end: number
): string[] | undefined {
  const seen = new Set<number>()
  const search = (at: number): string[] | undefined => {
    const layer = layers[at]
    if (layer === undefined || seen.has(at)) return undefined
    seen.add(at)
    if (at === end) return [layer.name]
    const next = layers.flatMap(({ inputs }, reader) => {
      const from = inputs?.map((name) => places.get(name)) ?? [reader - 1]
      return from.includes(at) ? [reader] : []
    })
    for (const reader of next) {
      const rest = search(reader)
      if (rest !== undefined) return [layer.name, ...rest]
    }
    return undefined
  }
  return search(start)
}
