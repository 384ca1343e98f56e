import { isFloat } from '../tensors/tensor-type'
import type { PthDict, PthTensor, PthValue } from './pth-value'

/** A dictionary of named tensors. */
export interface StateDict {
  /** The keys that lead to it, with points between them; '' when it is the whole file. */
  readonly path: string
  readonly tensors: readonly (readonly [name: string, tensor: PthTensor])[]
  /** Names of what is no tensor. */
  readonly others: readonly string[]
}

/** What a checkpoint's dictionary holds, by how it looks and not by its names. */
interface Found {
  /** The likeliest first. */
  readonly stateDicts: readonly StateDict[]
  readonly optimizer: PthDict | undefined
  readonly numbers: ReadonlyMap<string, number>
}

/** Under which people and programs put a network's state dict, the likeliest first. */
const usualKeys = [
  'model_state_dict',
  'state_dict',
  'model_state',
  'model',
  'net',
  'network',
  'net_state_dict',
  'weights',
  'params',
  'module',
  'model_ema',
  'state_dict_ema',
  'ema_state_dict',
  'ema_model',
  'ema'
]
/** Below the file's own dictionary: `{'ema': {'model': {…}}}`. */
const mostLevels = 2

export function findStateDicts(value: PthValue): Found {
  if (!isDict(value)) return { stateDicts: [], optimizer: undefined, numbers: new Map() }
  const stateDicts = search(value, [])
  const numbers = new Map<string, number>()
  for (const [key, entry] of value.entries) {
    if (typeof key === 'string' && typeof entry === 'number') numbers.set(key, entry)
  }
  return {
    // Those of the same rank stay in the file's order.
    stateDicts: [...stateDicts].sort((a, b) => rankOf(a.path) - rankOf(b.path)),
    optimizer: [...value.entries.values()].flatMap(optimizersOf)[0],
    numbers
  }
}

function search(dict: PthDict, keys: readonly string[]): StateDict[] {
  if (isOptimizer(dict)) return []
  const own = stateDictOf(dict, keys.join('.'))
  if (own !== undefined) return [own]
  if (keys.length === mostLevels) return []
  return [...dict.entries].flatMap(([key, entry]) =>
    isDict(entry) ? search(entry, [...keys, String(key)]) : []
  )
}

/** Most of its entries are tensors under names, at least one of them of weights. */
function stateDictOf(dict: PthDict, path: string): StateDict | undefined {
  const tensors: [string, PthTensor][] = []
  const others: string[] = []
  for (const [key, entry] of dict.entries) {
    if (typeof key === 'string' && isTensor(entry)) tensors.push([key, entry])
    else others.push(String(key))
  }
  const isOne = tensors.length > others.length && tensors.some(([, { type }]) => isFloat(type))
  return isOne ? { path, tensors, others } : undefined
}

/** Of one that was saved alone, or of several in a list. */
function optimizersOf(value: PthValue): PthDict[] {
  if (isDict(value)) return isOptimizer(value) ? [value] : []
  return typeof value === 'object' && value !== null && value.kind === 'list'
    ? value.items.filter(isDict).filter(isOptimizer)
    : []
}

function isOptimizer({ entries }: PthDict): boolean {
  return entries.has('state') && entries.has('param_groups')
}

function rankOf(path: string): number {
  if (path === '') return -1
  const [first] = path.split('.')
  const rank = usualKeys.findIndex((key) => key === first)
  return rank < 0 ? usualKeys.length : rank
}

function isDict(value: PthValue): value is PthDict {
  return typeof value === 'object' && value !== null && value.kind === 'dict'
}

function isTensor(value: PthValue): value is PthTensor {
  return typeof value === 'object' && value !== null && value.kind === 'tensor'
}
