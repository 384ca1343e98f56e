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
  /** How it was found: by its name, or by its place among those of the same shape. */
  readonly by: 'name' | 'order' | undefined
}

/** Tensors that count and are no weights. */
const counts = /(^|\.)num_batches_tracked$/

/**
 * Finds a tensor of the right shape for each parameter of a network: first by name, with whatever a model around it put in
 * front, then in order, weights to weights and biases to biases.
 * @returns one for each parameter, in order
 */
export function matchTensors(
  parameters: readonly TorchParameter[],
  tensors: readonly TensorHead[]
): readonly TensorMatch[] {
  const taken = new Set<number>()
  const take = (parameter: TorchParameter, fits: (tensor: TensorHead) => boolean): number | undefined => {
    const at = tensors.findIndex(
      (tensor, i) => !taken.has(i) && sameShape(tensor.shape, parameter.shape) && fits(tensor)
    )
    if (at === -1) return undefined
    taken.add(at)
    return at
  }
  const named = parameters.map((parameter) =>
    take(parameter, ({ name }) => name === parameter.name || name.endsWith(`.${parameter.name}`))
  )
  return parameters.map((parameter, i) => {
    const byName = named[i]
    if (byName !== undefined) return { parameter, tensor: byName, by: 'name' }
    const byOrder = take(
      parameter,
      ({ name }) => !counts.test(name) && lastPart(name) === lastPart(parameter.name)
    )
    return { parameter, tensor: byOrder, by: byOrder === undefined ? undefined : 'order' }
  })
}

/** Tensors that no parameter takes, counts apart. */
export function spareTensors(
  matches: readonly TensorMatch[],
  tensors: readonly TensorHead[]
): readonly TensorHead[] {
  const taken = new Set(matches.map(({ tensor }) => tensor))
  return tensors.filter(({ name }, i) => !taken.has(i) && !counts.test(name))
}

/** Whether every parameter has a tensor, and every tensor a parameter. */
export function isCompleteMatch(matches: readonly TensorMatch[], tensors: readonly TensorHead[]): boolean {
  return matches.every(({ tensor }) => tensor !== undefined) && spareTensors(matches, tensors).length === 0
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i])
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
