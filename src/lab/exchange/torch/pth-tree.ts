import { formatCount } from '../../../core/format/format-number'
import { hints } from '../../checkpoint/invalid-checkpoint'
import type { PickleDialect } from '../../pickle/pickle-dialect'
import { nameOf } from '../../pickle/pickle-text'
import { describeValue, type PickleValue } from '../../pickle/pickle-value'
import type { PthStorage, PthValue } from './pth-value'
import type { TorchStorage } from './torch-storage'
import { TorchTensor } from './torch-tensor'

/** Three times what a network of 1000 layers and its optimizer have. */
const mostValues = 200_000
const mostDepth = 32

/**
 * The content of a pickle as a tree. What is used repeatedly in the pickle comes repeatedly in the tree, whose size is bounded.
 * @param storageOf where the numbers of a storage are
 * @throws the dialect's error when it holds itself, or far more than a checkpoint
 */
export function pthTree(
  value: PickleValue,
  storageOf: (storage: TorchStorage) => PthStorage,
  dialect: PickleDialect
): PthValue {
  return new TreeMaker(storageOf, dialect).make(value, 0)
}

class TreeMaker {
  readonly #storageOf: (storage: TorchStorage) => PthStorage
  readonly #dialect: PickleDialect
  /** Each text is decoded once. */
  readonly #texts = new Map<PickleValue, PthValue>()
  #values = 0

  constructor(storageOf: (storage: TorchStorage) => PthStorage, dialect: PickleDialect) {
    this.#storageOf = storageOf
    this.#dialect = dialect
  }

  make(value: PickleValue, depth: number): PthValue {
    this.#values += 1
    if (this.#values > mostValues || depth > mostDepth) {
      const bound =
        depth > mostDepth
          ? `is nested more than ${mostDepth} levels deep`
          : `holds more than ${formatCount(mostValues)} values`
      throw this.#dialect.bad(`${bound}, far more than any checkpoint`, hints.choose)
    }
    if (value === null || typeof value !== 'object') return value
    switch (value.kind) {
      case 'tuple':
      case 'list':
        return { kind: 'list', items: value.items.map((item) => this.make(item, depth + 1)) }
      case 'dict': {
        const entries = new Map<string | number, PthValue>()
        for (const [key, entry] of value.entries) entries.set(key, this.make(entry, depth + 1))
        return { kind: 'dict', entries }
      }
      case 'text':
      case 'bytes':
        return this.#text(value)
      case 'long':
      case 'global':
        return { kind: 'other', what: value.kind === 'global' ? value.name : 'a large number' }
      case 'object':
        return value instanceof TorchTensor
          ? this.#tensor(value)
          : { kind: 'other', what: describeValue(value) }
    }
  }

  #text(value: PickleValue): PthValue {
    const known = this.#texts.get(value)
    if (known !== undefined) return known
    const text: PthValue = nameOf(value) ?? { kind: 'other', what: describeValue(value) }
    this.#texts.set(value, text)
    return text
  }

  #tensor({ type, shape, strides, offset, storage }: TorchTensor): PthValue {
    return { kind: 'tensor', type, shape, strides, offset, storage: this.#storageOf(storage) }
  }
}
