import { formatCount } from '../../../core/format/format-number'
import { volume } from '../../../core/layers/shape'
import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import { readValues } from '../tensors/read-values'
import type { TensorType } from '../tensors/tensor-type'
import type { ValueBudget } from '../tensors/value-budget'
import type { Hdf5Library } from './load-hdf5'
import type { Metadata } from 'h5wasm'

/** An HDF5 file that is open. */
interface OpenFile {
  readonly library: Hdf5Library
  readonly id: bigint
  /** For messages. */
  readonly file: string
  readonly budget: ValueBudget
}

/** Numbers in the file, which are not read yet. */
export interface Hdf5Array {
  readonly shape: readonly number[]
  /** @throws LabError 'checkpoint-invalid' unless all are in the file itself, and finite */
  readonly values: () => Float32Array
}

const mostAttributeBytes = 16_000_000
const mostChunkBytes = 100_000_000

/** A group of a file: what it says of itself is checked before it is read. */
export class Hdf5Group {
  readonly #open: OpenFile
  readonly #path: string

  constructor(open: OpenFile, path: string) {
    this.#open = open
    this.#path = path
  }

  /** The group at a path from here, `layers/conv2d`; undefined where there is none. */
  group(path: string): Hdf5Group | undefined {
    const { module } = this.#open.library
    const at = this.#at(path)
    return this.#typeOf(at) === module.H5G_GROUP ? new Hdf5Group(this.#open, at) : undefined
  }

  /** How many things it holds. */
  get size(): number {
    const { library, id } = this.#open
    return library.module.get_names(id, this.#path, false).length
  }

  /** The array at a path from here; undefined where there is none. */
  array(path: string): Hdf5Array | undefined {
    const { library, id } = this.#open
    const at = this.#at(path)
    if (this.#typeOf(at) !== library.module.H5G_DATASET) return undefined
    const { shape } = library.module.get_dataset_metadata(id, at)
    return { shape: shape ?? [], values: () => this.#values(at) }
  }

  /** A text that the group has as an attribute. */
  text(name: string): string | undefined {
    const [text, ...others] = this.#texts(name) ?? []
    return others.length === 0 ? text : undefined
  }

  /** A list of texts that it has as an attribute, whole or in the parts in which Keras writes a long one. */
  texts(name: string): readonly string[] | undefined {
    const whole = this.#texts(name)
    if (whole !== undefined) return whole
    const parts: (readonly string[])[] = []
    for (let n = 0; ; n++) {
      const part = this.#texts(`${name}${n}`)
      if (part === undefined) return n === 0 ? undefined : parts.flat()
      parts.push(part)
    }
  }

  #texts(name: string): readonly string[] | undefined {
    const { library, id, budget } = this.#open
    const { module, h5 } = library
    if (!module.get_attribute_names(id, this.#path).includes(name)) return undefined
    const { type, size, total_size } = module.get_attribute_metadata(id, this.#path, name)
    if (total_size === 0) return []
    if (type !== module.H5T_class_t.H5T_STRING.value) return undefined
    if (size * total_size > mostAttributeBytes) throw this.#refuse(name, 'is too long')
    budget.spend(size * total_size)
    const value: unknown = new h5.Group(id, this.#path).get_attribute(name, false)
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
    return texts.map((text) => {
      if (typeof text === 'string') return text
      throw this.#refuse(name, 'is no text')
    })
  }

  #values(at: string): Float32Array {
    const {
      library: { module },
      id,
      budget
    } = this.#open
    const metadata = module.get_dataset_metadata(id, at)
    const { size, littleEndian, chunks, virtual_sources: sources, total_size: count } = metadata
    const shape = metadata.shape ?? []
    if (sources !== undefined) throw this.#refuse(at, 'takes its values from other files')
    const type = this.#floatType(at, metadata)
    // Only numbers that are declared to be there are made room for, and only once.
    if (count !== volume(shape)) throw this.#refuse(at, 'has another size than it says')
    budget.spend(3 * size * count)
    if (chunks !== null && size * volume(chunks) > mostChunkBytes)
      throw this.#refuse(at, `is in pieces of ${formatCount(size * volume(chunks))} bytes`)
    const bytes = this.#bytes(at, size * count)
    const strides = shape.map((_, axis) => volume(shape.slice(axis + 1)))
    const place = { bytes, type, littleEndian, shape, strides, offset: 0 }
    const read = readValues(place, budget, `${shown(at)} in ${shown(this.#open.file)}`)
    if (read.values instanceof Float32Array) return read.values
    throw this.#refuse(at, 'does not hold fractions')
  }

  /** The bytes of an array, out of the library's memory. */
  #bytes(at: string, length: number): Uint8Array {
    const { module } = this.#open.library
    if (length === 0) return new Uint8Array(0)
    const room = module._malloc(length)
    if (room === 0) throw this.#refuse(at, 'is too large')
    try {
      const status = module.get_dataset_data(this.#open.id, at, null, null, null, BigInt(room))
      if (status < 0) throw this.#refuse(at, 'cannot be read')
      return module.HEAPU8.slice(room, room + length)
    } finally {
      module._free(room)
    }
  }

  #floatType(at: string, { type, size }: Metadata): TensorType {
    const found =
      type === this.#open.library.module.H5T_class_t.H5T_FLOAT.value ? floats.get(size) : undefined
    if (found !== undefined) return found
    throw invalidCheckpoint(
      `${shown(at)} in ${shown(this.#open.file)} is of a type that Tenfold does not read.`,
      'Save the model again with its weights as float32.'
    )
  }

  /** A path step by step, so that nothing outside of the file is asked for. */
  #typeOf(at: string): number | undefined {
    const { library, id } = this.#open
    const { module } = library
    let type: number | undefined
    const steps = at.split('/').slice(1)
    for (let count = 1; count <= steps.length; count++) {
      const path = `/${steps.slice(0, count).join('/')}`
      type = module.get_type(id, path)
      if (type === module.H5G_UDLINK) throw this.#refuse(path, 'is in another file')
      if (type !== module.H5G_GROUP) return count === steps.length ? type : undefined
    }
    return type
  }

  #at(path: string): string {
    return this.#path === '/' ? `/${path}` : `${this.#path}/${path}`
  }

  #refuse(what: string, why: string): Error {
    return invalidCheckpoint(`${shown(what)} in ${shown(this.#open.file)} ${why}.`, hints.damaged)
  }
}

/** By their bytes. */
const floats: ReadonlyMap<number, TensorType> = new Map([
  [2, 'float16'],
  [4, 'float32'],
  [8, 'float64']
] as const)
