import type { NodeProto } from '../file/onnx_pb'
import type { LiveNodes } from './live-nodes'

/** A product: its number, and the values that are multiplied with it. */
interface Product {
  readonly factor: number
  readonly terms: readonly string[]
}

/** Most products that one is put together from. */
const mostProducts = 8
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.abs(b)

/** Finds activations in the operators that compute them. Each method gives the name of the value that it is applied to. */
export class ActivationFormulas {
  readonly #readers: LiveNodes['readers']
  readonly #makers: ReadonlyMap<string, NodeProto>
  readonly #numberOf: (name: string) => number | undefined

  constructor({ nodes, readers }: LiveNodes, numberOf: (name: string) => number | undefined) {
    this.#readers = readers
    this.#makers = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)))
    this.#numberOf = numberOf
  }

  /** Products that nothing else takes are part of the product. */
  product(node: NodeProto, left = mostProducts): Product {
    let factor = 1
    const terms: string[] = []
    for (const [i, name] of node.input.entries()) {
      const number = this.#numberOf(name)
      const maker = this.#makers.get(name)
      const isProduct = maker?.opType === 'Mul' || (maker?.opType === 'Div' && this.#isNumber(maker.input[1]))
      if (number !== undefined) factor *= node.opType === 'Div' && i === 1 ? 1 / number : number
      else if (maker !== undefined && isProduct && left > 0 && this.#readers.get(name)?.length === 1) {
        const inner = this.product(maker, left - 1)
        factor *= inner.factor
        for (const term of inner.terms) terms.push(term)
      } else terms.push(name)
    }
    return { factor, terms }
  }

  silu({ factor, terms }: Product): string | undefined {
    if (factor !== 1) return undefined
    return pairs(terms).find(([x, share]) => this.#only(share, 'Sigmoid') === x)?.[0]
  }

  gelu({ factor, terms }: Product): string | undefined {
    if (!close(factor, 0.5)) return undefined
    return pairs(terms).find(([x, more]) => {
      const inside = this.#productOf(this.#only(this.#moreThan1(more), 'Erf'))
      return inside?.terms.join() === x && close(inside.factor, Math.SQRT1_2)
    })?.[0]
  }

  geluTanh({ factor, terms }: Product): string | undefined {
    if (!close(factor, 0.5)) return undefined
    return pairs(terms).find(([x, more]) => {
      const inside = this.#productOf(this.#only(this.#moreThan1(more), 'Tanh'))
      if (inside === undefined || !close(inside.factor, Math.sqrt(2 / Math.PI))) return false
      const [sum, other] = inside.terms
      if (other !== undefined || sum === undefined) return false
      const maker = this.#makers.get(sum)
      const cubic = this.#cubic(maker?.opType === 'Add' ? maker.input.find((name) => name !== x) : undefined)
      return maker?.input.includes(x) === true && cubic === x
    })?.[0]
  }

  /** The x of 0.044715 x^3. */
  #cubic(name: string | undefined): string | undefined {
    const product = this.#productOf(name)
    if (product === undefined || !close(product.factor, 0.044715)) return undefined
    const terms = product.terms.flatMap((term) => this.#power(term))
    const [x] = terms
    return terms.length === 3 && terms.every((term) => term === x) ? x : undefined
  }

  /** Its factors, where it is a square or a cube. */
  #power(name: string): readonly string[] {
    const maker = this.#makers.get(name)
    const [base = '', exponent = ''] = maker?.input ?? []
    const times = this.#numberOf(exponent)
    if (maker?.opType === 'Pow' && (times === 2 || times === 3))
      return Array.from({ length: times }, () => base)
    return maker?.opType === 'Mul' && base === exponent ? [base, base] : [name]
  }

  /** The value x of x + 1. */
  #moreThan1(name: string): string | undefined {
    const maker = this.#makers.get(name)
    if (maker?.opType !== 'Add') return undefined
    const numbers = maker.input.map((input) => this.#numberOf(input))
    return numbers.includes(1) ? maker.input[numbers[0] === 1 ? 1 : 0] : undefined
  }

  /** What an operator takes, where it gives a value. */
  #only(name: string | undefined, op: string): string | undefined {
    const maker = name === undefined ? undefined : this.#makers.get(name)
    return maker?.opType === op ? maker.input[0] : undefined
  }

  #productOf(name: string | undefined): Product | undefined {
    const maker = name === undefined ? undefined : this.#makers.get(name)
    const divides = maker?.opType === 'Div' && this.#isNumber(maker.input[1])
    return maker?.opType === 'Mul' || divides ? this.product(maker) : undefined
  }

  #isNumber(name: string | undefined): boolean {
    return name !== undefined && this.#numberOf(name) !== undefined
  }
}

/** Two values in both orders. */
function pairs(terms: readonly string[]): readonly (readonly [string, string])[] {
  const [a, b] = terms
  return terms.length === 2 && a !== undefined && b !== undefined ? [[a, b] as const, [b, a] as const] : []
}
