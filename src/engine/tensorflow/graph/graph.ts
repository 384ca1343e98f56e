import { attribute, type DataType, type TensorShape } from './attribute'
import { bytes, type Message, varintField } from './protobuf'

/** What a node gives: the node's name for its first output, `name:1` for the second. A `Control` may stand for one. */
export type NodeOutput = string

/** What must have run before a node runs, without handing it anything. */
export type ControlInput = `^${string}`

/** The version of TensorFlow's graph format that is written: TensorFlow 2.9's, so that all later ones read it. */
const producer = 1087

/** A TensorFlow graph in the making. Nodes are in the order in which they were added. */
export class Graph {
  readonly #nodes: Uint8Array[] = []
  readonly #names = new Set<string>()
  /** Nodes without inputs have to wait for these: inside a loop they would otherwise belong to no iteration. */
  #scope: readonly ControlInput[] = []

  /** @returns the first output */
  node(
    operation: string,
    inputs: readonly NodeOutput[],
    attributes: Readonly<Record<string, Message>> = {},
    name = this.#unusedName(operation)
  ): NodeOutput {
    // The format wants control inputs last.
    const data = inputs.filter((input) => !input.startsWith('^'))
    const control = inputs.filter((input) => input.startsWith('^'))
    const waits = data.length === 0 ? [...control, ...this.#scope] : control
    this.#names.add(name)
    this.#nodes.push(
      bytes(1, [
        bytes(1, name),
        bytes(2, operation),
        ...[...data, ...waits].map((input) => bytes(3, input)),
        ...Object.entries(attributes).map(([key, value]) => bytes(5, [bytes(1, key), bytes(2, value)]))
      ])
    )
    return name
  }

  /** Fed at each call. */
  placeholder(name: string, type: DataType, shape: TensorShape): NodeOutput {
    return this.node('Placeholder', [], { dtype: attribute.type(type), shape: attribute.shape(shape) }, name)
  }

  /** @returns the handle of a variable that lives as long as the session does */
  variable(name: string, type: DataType, shape: TensorShape): NodeOutput {
    return this.node(
      'VarHandleOp',
      [],
      {
        dtype: attribute.type(type),
        shape: attribute.shape(shape),
        shared_name: attribute.text(name),
        container: attribute.text('')
      },
      name
    )
  }

  float(value: number): NodeOutput {
    return this.node('Const', [], {
      dtype: attribute.type('float32'),
      value: attribute.floats([], Float32Array.of(value))
    })
  }

  /** float32[n] */
  floats(values: readonly number[]): NodeOutput {
    return this.node('Const', [], {
      dtype: attribute.type('float32'),
      value: attribute.floats([values.length], Float32Array.from(values))
    })
  }

  /** uint32[] */
  unsigned(value: number): NodeOutput {
    return this.node('Const', [], {
      dtype: attribute.type('uint32'),
      value: attribute.unsigned(Uint32Array.of(value))
    })
  }

  cast(values: NodeOutput, from: DataType, to: DataType): NodeOutput {
    return this.node('Cast', [values], { SrcT: attribute.type(from), DstT: attribute.type(to) })
  }

  /** A number for one value, a list for int32[n]. */
  integers(value: number | readonly number[]): NodeOutput {
    const values = Int32Array.from(typeof value === 'number' ? [value] : value)
    return this.node('Const', [], {
      dtype: attribute.type('int32'),
      value: attribute.integers(typeof value === 'number' ? [] : [values.length], values)
    })
  }

  /** Adds what `build` adds, with constants that wait for `control`. */
  within<T>(control: ControlInput, build: () => T): T {
    const outer = this.#scope
    this.#scope = [control]
    const result = build()
    this.#scope = outer
    return result
  }

  /** GraphDef: tensorflow/core/framework/graph.proto. */
  encode(): Message {
    return [...this.#nodes, bytes(4, [varintField(1, producer)])]
  }

  #unusedName(operation: string): string {
    return `${operation}_${this.#names.size}`
  }
}

/** Waits for nodes, whatever output of theirs is given. */
export function after(...outputs: readonly NodeOutput[]): ControlInput[] {
  return outputs.map((output): ControlInput => `^${output.replace(/:\d+$/, '')}`)
}
