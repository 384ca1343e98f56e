import { volume } from '../layers/shape'
import type { TorchParameter } from './torch-parameters'

/** A tensor of a file, as far as matching needs it. */
export interface TensorHead {
  readonly name: string
  readonly shape: readonly number[]
}

/** Which tensor becomes which of a network's parameters. */
export interface TensorMatch {
  readonly parameter: TorchParameter
  /** Its place in the file; undefined where nothing fits. */
  readonly tensor: number | undefined
  /** How it was found: by its name, or by the place of its module among those that hold the same. */
  readonly by: 'name' | 'order' | undefined
}

/** Tensors that count and are no weights. */
const counts = /(^|\.)num_batches_tracked$/

/**
 * Finds a tensor of the right shape for each parameter of a network: first by name, with whatever a model around it put in
 * front, then module by module in order, then kernels that are left by their shapes. A module is taken whole, so that a
 * bias never comes from one layer and its weights from another.
 * @returns one for each parameter, in order
 */
export function matchTensors(
  parameters: readonly TorchParameter[],
  tensors: readonly TensorHead[]
): readonly TensorMatch[] {
  const taken = new Set<number>()
  const named = parameters.map(({ name, shape }) => {
    const at = tensors.findIndex(
      (tensor, i) =>
        !taken.has(i) &&
        sameShape(tensor.shape, shape) &&
        (tensor.name === name || tensor.name.endsWith(`.${name}`))
    )
    if (at === -1) return undefined
    taken.add(at)
    return at
  })
  const left = parameters.filter((_, i) => named[i] === undefined)
  const rest = tensors.flatMap(({ name, shape }, place) =>
    taken.has(place) || counts.test(name) ? [] : [{ name, shape, place }]
  )
  const ordered = inOrder(modulesOf(left), modulesOf(rest))
  const placed = new Set(ordered.values())
  const kernels = inOrder(
    left.filter((parameter) => parameter.shape.length > 1 && !ordered.has(parameter)).map((one) => [one]),
    rest.filter(({ place }) => !placed.has(place)).map((one) => [one])
  )
  return parameters.map((parameter, i) => {
    const byName = named[i]
    if (byName !== undefined) return { parameter, tensor: byName, by: 'name' }
    const byOrder = ordered.get(parameter) ?? kernels.get(parameter)
    return { parameter, tensor: byOrder, by: byOrder === undefined ? undefined : 'order' }
  })
}

type Placed = TensorHead & { readonly place: number }

/** The place of a tensor for each parameter of those modules that a module of the file equals in names and shapes. */
function inOrder(
  modules: readonly (readonly TorchParameter[])[],
  found: readonly (readonly Placed[])[]
): ReadonlyMap<TorchParameter, number> {
  const free = [...found]
  const places = new Map<TorchParameter, number>()
  for (const module of modules) {
    const at = free.findIndex(
      (one) => one.length === module.length && module.every((parameter) => partOf(parameter, one))
    )
    if (at === -1) continue
    for (const parameter of module) {
      const tensor = free[at] && partOf(parameter, free[at])
      if (tensor !== undefined) places.set(parameter, tensor.place)
    }
    free.splice(at, 1)
  }
  return places
}

function partOf(parameter: TensorHead, module: readonly Placed[]): Placed | undefined {
  const part = lastPart(parameter.name)
  return module.find(({ name, shape }) => lastPart(name) === part && sameShape(shape, parameter.shape))
}

/** What has the same name up to the last dot, in order. */
function modulesOf<T extends TensorHead>(named: readonly T[]): readonly (readonly T[])[] {
  const modules = new Map<string, T[]>()
  for (const one of named) {
    const name = one.name.slice(0, Math.max(0, one.name.lastIndexOf('.')))
    const module = modules.get(name)
    if (module === undefined) modules.set(name, [one])
    else module.push(one)
  }
  return [...modules.values()]
}

/** Tensors that no parameter takes, counts apart. */
export function spareTensors(
  matches: readonly Pick<TensorMatch, 'tensor'>[],
  tensors: readonly TensorHead[]
): readonly TensorHead[] {
  const places = new Set(matches.map(({ tensor }) => tensor))
  return tensors.filter(({ name }, i) => !places.has(i) && !counts.test(name))
}

/** Whether every parameter has a tensor, and every tensor a parameter. */
export function isCompleteMatch(matches: readonly TensorMatch[], tensors: readonly TensorHead[]): boolean {
  return matches.every(({ tensor }) => tensor !== undefined) && spareTensors(matches, tensors).length === 0
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i])
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/**
 * How near a network is to weights: the share of the values of both that belong together, in [0, 1]. Many biases of one
 * length say less than a kernel.
 */
export function matchShare(matches: readonly TensorMatch[], tensors: readonly TensorHead[]): number {
  const values = (all: readonly { readonly shape: readonly number[] }[]): number =>
    all.reduce((sum, { shape }) => sum + volume(shape), 0)
  const found = values(matches.flatMap(({ parameter, tensor }) => (tensor === undefined ? [] : [parameter])))
  const own = values(matches.map(({ parameter }) => parameter))
  return (2 * found) / (own + found + values(spareTensors(matches, tensors)))
}
