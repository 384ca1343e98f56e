import { z } from '../../../core/base/schema'
import { groupNames } from './group-names'

/** A layer of a file that may have weights. */
export interface KerasLayerPlace {
  /** Its name, with those of the models around it in front where another layer is called the same. */
  readonly name: string
  /** What its model calls it. */
  readonly own: string
  /** Of the outermost model: the layer itself, or the model in it that holds it. */
  readonly top: string
  /** Its group in a file of weights of Keras 3: `layers/functional/layers/conv2d`. */
  readonly group: string
}

const model = z.looseObject({
  class_name: z.enum(['Sequential', 'Functional', 'Model']),
  config: z.union([
    z.looseObject({ layers: z.array(z.unknown()) }),
    z.array(z.unknown()).transform((layers) => ({ layers }))
  ])
})
const layer = z.looseObject({
  class_name: z.string(),
  config: z.looseObject({ name: z.string() })
})
type Layer = z.infer<typeof layer>

interface Met {
  readonly path: readonly string[]
  readonly group: string
  readonly name: string
}

/**
 * The layers of a topology and of the models inside it, under names that tell them apart.
 * @param topology parsed JSON, no deeper than `parseBoundedJson` lets it be
 * @returns the layers, and the topology with those names in place of theirs
 */
export function namedLayers(topology: unknown): {
  readonly layers: readonly KerasLayerPlace[]
  readonly topology: unknown
} {
  const met: Met[] = []
  collect(topology, [], 'layers', met)
  const times = new Map<string, number>()
  for (const { name } of met) times.set(name, (times.get(name) ?? 0) + 1)
  const isShared = (name: string): boolean => (times.get(name) ?? 0) > 1
  return {
    layers: met.map(({ path, name, group }) => ({
      name: told(path, name, isShared(name)),
      own: name,
      top: path[0] ?? name,
      group
    })),
    topology: renamed(topology, [], isShared)
  }
}

const told = (path: readonly string[], name: string, whole: boolean): string =>
  whole ? [...path, name].join('/') : name

function collect(value: unknown, path: readonly string[], group: string, met: Met[]): void {
  const read = model.safeParse(value).data
  if (read === undefined) return
  const all = layersOf(read)
  // A Sequential model does not count its input.
  const counted = all.filter(
    ({ class_name }) => read.class_name !== 'Sequential' || class_name !== 'InputLayer'
  )
  const groups = groupNames(
    counted.map(({ class_name }) => (class_name === 'Model' ? 'Functional' : class_name))
  )
  counted.forEach((one, at) => {
    const own = `${group}/${groups[at] ?? ''}`
    const { name } = one.config
    if (model.safeParse(one).success) collect(one, [...path, name], `${own}/layers`, met)
    else met.push({ path, name, group: own })
  })
}

function renamed(value: unknown, path: readonly string[], isShared: (name: string) => boolean): unknown {
  const read = model.safeParse(value).data
  if (read === undefined) return value
  return {
    ...read,
    config: {
      ...read.config,
      layers: read.config.layers.map((item) => {
        const one = layer.safeParse(item).data
        if (one === undefined) return item
        const { name } = one.config
        return model.safeParse(one).success
          ? renamed(one, [...path, name], isShared)
          : { ...one, config: { ...one.config, name: told(path, name, isShared(name)) } }
      })
    }
  }
}

function layersOf({ config }: z.infer<typeof model>): readonly Layer[] {
  return config.layers.flatMap((item) => layer.safeParse(item).data ?? [])
}
