import { required } from '../../../core/base/required'
import { typeCode, type ValueType } from './expression'
import { type Features, FunctionBuilder, type FunctionReference } from './function-builder'
import { unsigned } from './leb128'

interface Signature {
  readonly parameters: readonly ValueType[]
  readonly result: ValueType | undefined
}

/** Collects functions into a module that imports one shared memory as `env.memory`. */
export class ModuleBuilder {
  readonly #signatures: Signature[] = []
  readonly #bodies: number[][] = []
  readonly #names: string[] = []
  readonly #exports: { readonly name: string; readonly index: number }[] = []

  constructor(readonly features: Features) {}

  /** A function without a result. */
  procedure(
    name: string,
    parameters: readonly ValueType[],
    write: (f: FunctionBuilder) => void
  ): FunctionReference {
    return this.#add(name, { parameters, result: undefined }, write)
  }

  /** A function that returns one value; `write` ends with `f.result`. */
  function<T extends ValueType>(
    name: string,
    parameters: readonly ValueType[],
    result: T,
    write: (f: FunctionBuilder) => void
  ): FunctionReference & { readonly result: T } {
    return { ...this.#add(name, { parameters, result }, write), result }
  }

  export(name: string, target: FunctionReference): void {
    this.#exports.push({ name, index: target.index })
  }

  /** Name and bytes of each function's code, in order. */
  get functions(): readonly { readonly name: string; readonly bytes: number }[] {
    return this.#names.map((name, i) => ({
      name,
      bytes: required(this.#bodies[i], 'the code of each function').length
    }))
  }

  #add(name: string, signature: Signature, write: (f: FunctionBuilder) => void): FunctionReference {
    const builder = new FunctionBuilder(signature.parameters, this.features)
    write(builder)
    const index = this.#signatures.push(signature) - 1
    this.#bodies.push(builder.encode())
    this.#names.push(name)
    return { index, result: signature.result }
  }

  /** The binary module (core specification 5.5). @param pages limits of the imported memory, in 64 KiB pages */
  encode(pages: { readonly initial: number; readonly maximum: number }): Uint8Array<ArrayBuffer> {
    const shared = 0x03
    const types = this.#signatures.map(({ parameters, result }) => [
      0x60,
      ...vector(parameters.map((type) => [typeCode[type]])),
      ...vector(result === undefined ? [] : [[typeCode[result]]])
    ])
    const memory = [
      ...text('env'),
      ...text('memory'),
      0x02,
      shared,
      ...unsigned(pages.initial),
      ...unsigned(pages.maximum)
    ]
    // Names for profilers and stack traces (core specification 7.4.1).
    const names = vector(this.#names.map((name, i) => [...unsigned(i), ...text(name)]))
    const exported = this.#exports.map(({ name, index }) => [...text(name), 0x00, ...unsigned(index)])
    return Uint8Array.from(
      [
        [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        section(1, vector(types)),
        section(2, vector([memory])),
        section(3, vector(this.#signatures.map((_, i) => unsigned(i)))),
        section(7, vector(exported)),
        section(10, vector(this.#bodies)),
        section(0, [...text('name'), ...section(1, names)])
      ].flat()
    )
  }
}

function vector(items: readonly (readonly number[])[]): number[] {
  return unsigned(items.length).concat(items.flat())
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length)].concat(content)
}

/** ASCII only. */
function text(value: string): number[] {
  return [value.length, ...Array.from(value, (character) => character.charCodeAt(0))]
}
