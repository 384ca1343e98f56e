import { volume } from '../../../core/layers/shape'
import type { PythonDict, PythonTensor, PythonValue } from './python-value'

interface Pickled {
  readonly pickle: Uint8Array
  /** The data of each tensor, which lies in a file of its own: the first in `0`. Little-endian. */
  readonly storages: readonly Uint8Array[]
}

const storageClass = { float32: 'FloatStorage', int64: 'LongStorage' } as const

/**
 * A value as a pickle of protocol 2, the one that `torch.save` writes, with nothing in it that `weights_only=True` does not
 * allow. Tensors refer to their data by number.
 * Opcodes as in Lib/pickletools.py of CPython; the call that rebuilds a tensor as in torch/_utils.py.
 */
export function writePickle(value: PythonValue): Pickled {
  const writer = new PickleWriter()
  writer.end(value)
  return writer
}

class PickleWriter implements Pickled {
  readonly #parts: Uint8Array[] = [Uint8Array.of(0x80, 2)] // PROTO 2
  readonly storages: Uint8Array[] = []

  get pickle(): Uint8Array {
    return Buffer.concat(this.#parts)
  }

  end(value: PythonValue): void {
    this.#value(value)
    this.#op(0x2e) // STOP
  }

  #value(value: PythonValue): void {
    if (value === null)
      this.#op(0x4e) // NONE
    else if (typeof value === 'boolean')
      this.#op(value ? 0x88 : 0x89) // NEWTRUE, NEWFALSE
    else if (typeof value === 'number') this.#float(value)
    else if (typeof value === 'string') this.#text(value)
    else if (value.kind === 'int') this.#int(value.value)
    else if (value.kind === 'dict') this.#dict(value)
    else if (value.kind === 'tensor') this.#tensor(value)
    else if (value.kind === 'tuple') this.#tuple(value.items)
    else {
      this.#op(0x5d) // EMPTY_LIST
      this.#op(0x28) // MARK
      for (const item of value.items) this.#value(item)
      this.#op(0x65) // APPENDS
    }
  }

  #dict({ ordered, entries }: PythonDict): void {
    if (ordered) {
      this.#global('collections', 'OrderedDict')
      this.#op(0x29) // EMPTY_TUPLE
      this.#op(0x52) // REDUCE
    } else {
      this.#op(0x7d) // EMPTY_DICT
    }
    if (entries.length === 0) return
    this.#op(0x28) // MARK
    for (const [key, entry] of entries) {
      if (typeof key === 'number') this.#int(key)
      else this.#text(key)
      this.#value(entry)
    }
    this.#op(0x75) // SETITEMS
  }

  #tensor({ type, shape, bytes }: PythonTensor): void {
    const key = String(this.storages.length)
    this.storages.push(bytes)
    this.#global('torch._utils', '_rebuild_tensor_v2')
    this.#op(0x28) // MARK
    this.#op(0x28) // MARK
    this.#text('storage')
    this.#global('torch', storageClass[type])
    this.#text(key)
    this.#text('cpu')
    this.#int(volume(shape))
    this.#op(0x74) // TUPLE
    this.#op(0x51) // BINPERSID
    this.#int(0)
    this.#ints(shape)
    this.#ints(shape.map((_, axis) => volume(shape.slice(axis + 1))))
    this.#op(0x89) // NEWFALSE
    this.#dict({ kind: 'dict', ordered: true, entries: [] })
    this.#op(0x74) // TUPLE
    this.#op(0x52) // REDUCE
  }

  #ints(numbers: readonly number[]): void {
    this.#tuple(numbers.map((value) => ({ kind: 'int', value })))
  }

  #tuple(items: readonly PythonValue[]): void {
    if (items.length === 0) {
      this.#op(0x29) // EMPTY_TUPLE
      return
    }
    this.#op(0x28) // MARK
    for (const item of items) this.#value(item)
    this.#op(0x74) // TUPLE
  }

  #int(value: number): void {
    const bytes = new DataView(new ArrayBuffer(9))
    if (value >= -(2 ** 31) && value < 2 ** 31) {
      bytes.setUint8(0, 0x4a) // BININT
      bytes.setInt32(1, value, true)
      this.#parts.push(new Uint8Array(bytes.buffer, 0, 5))
      return
    }
    this.#parts.push(Uint8Array.of(0x8a, 8)) // LONG1
    bytes.setBigInt64(0, BigInt(value), true)
    this.#parts.push(new Uint8Array(bytes.buffer, 0, 8))
  }

  #float(value: number): void {
    const bytes = new DataView(new ArrayBuffer(9))
    bytes.setUint8(0, 0x47) // BINFLOAT
    bytes.setFloat64(1, value)
    this.#parts.push(new Uint8Array(bytes.buffer))
  }

  #text(text: string): void {
    const content = new TextEncoder().encode(text)
    const head = new DataView(new ArrayBuffer(5))
    head.setUint8(0, 0x58) // BINUNICODE
    head.setUint32(1, content.length, true)
    this.#parts.push(new Uint8Array(head.buffer), content)
  }

  #global(module: string, name: string): void {
    this.#op(0x63) // GLOBAL
    this.#parts.push(new TextEncoder().encode(`${module}\n${name}\n`))
  }

  #op(code: number): void {
    this.#parts.push(Uint8Array.of(code))
  }
}
