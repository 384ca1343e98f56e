import type { LabError } from '../../../../core/base/lab-error'
import { shown } from '../../../checkpoint/invalid-checkpoint'
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  type NodeProto,
  type TensorProto
} from '../file/onnx_pb'

/** The settings of an operator. What nobody reads has not been understood. */
export class OnnxAttributes {
  readonly #attributes = new Map<string, AttributeProto>()
  readonly #refuse: (why: string) => LabError

  /** @param refuse an error that names the operator */
  constructor({ attribute }: NodeProto, refuse: (why: string) => LabError) {
    this.#refuse = refuse
    for (const one of attribute) {
      if (this.#attributes.has(one.name)) throw refuse(`says ${shown(one.name)} twice`)
      this.#attributes.set(one.name, one)
    }
  }

  has(name: string): boolean {
    return this.#attributes.has(name)
  }

  int(name: string): number | undefined {
    const found = this.#take(name, AttributeProto_AttributeType.INT)
    return found === undefined ? undefined : Number(found.i)
  }

  ints(name: string): readonly number[] | undefined {
    return this.#take(name, AttributeProto_AttributeType.INTS)?.ints.map(Number)
  }

  float(name: string): number | undefined {
    return this.#take(name, AttributeProto_AttributeType.FLOAT)?.f
  }

  floats(name: string): readonly number[] | undefined {
    return this.#take(name, AttributeProto_AttributeType.FLOATS)?.floats
  }

  text(name: string): string | undefined {
    const found = this.#take(name, AttributeProto_AttributeType.STRING)
    return found === undefined ? undefined : new TextDecoder().decode(found.s)
  }

  tensor(name: string): TensorProto | undefined {
    return this.#take(name, AttributeProto_AttributeType.TENSOR)?.t
  }

  /** A setting that makes no difference here, whatever it is. */
  pass(...names: readonly string[]): void {
    for (const name of names) this.#attributes.delete(name)
  }

  /** @throws LabError where the setting is there and is another */
  only(name: string, value: number): void {
    const found = this.int(name)
    if (found !== undefined && found !== value) {
      throw this.#refuse(`has ${name} = ${found}; Tenfold reads only ${value}`)
    }
  }

  /** @throws LabError for a setting that was not read */
  end(): void {
    const [name] = this.#attributes.keys()
    if (name !== undefined) {
      throw this.#refuse(`has a setting that Tenfold does not support here (${shown(name)})`)
    }
  }

  #take(name: string, type: AttributeProto_AttributeType): AttributeProto | undefined {
    const found = this.#attributes.get(name)
    if (found === undefined) return undefined
    if (found.refAttrName !== '') throw this.#refuse(`takes ${name} from outside`)
    // Files of before 2017 leave the type out.
    if (found.type !== type && found.type !== AttributeProto_AttributeType.UNDEFINED) {
      throw this.#refuse(`has ${name} of a wrong type`)
    }
    this.#attributes.delete(name)
    return found
  }
}
