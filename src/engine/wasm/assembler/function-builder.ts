import {
  type Expr,
  type F32,
  type F64,
  type Int,
  type Local,
  memoryArgument,
  typeCode,
  type V128,
  type ValueType
} from './expression'
import { unsigned } from './leb128'
import { i32, int } from './scalar'
import { v128 } from './vector'

/** A function of the module: what a caller needs to know of it. */
export interface FunctionReference {
  readonly index: number
  readonly result: ValueType | undefined
}

/** Which vector instructions the machine has. */
export interface Features {
  readonly relaxedSimd: boolean
}

/** Writes one function, statement by statement; control flow is structured, so that it always validates. */
export class FunctionBuilder {
  readonly #locals: ValueType[] = []
  readonly #code: number[] = []
  readonly #parameters: readonly ValueType[]
  readonly #features: Features

  constructor(parameters: readonly ValueType[], features: Features) {
    this.#parameters = parameters
    this.#features = features
  }

  parameter<T extends ValueType>(index: number, type: T): Local<T> {
    if (this.#parameters[index] !== type) throw new Error(`parameter ${index} is no ${type}`)
    return { type, index, code: [0x20, ...unsigned(index)] }
  }

  local<T extends ValueType>(type: T, initial?: Expr<T>): Local<T> {
    const index = this.#parameters.length + this.#locals.push(type) - 1
    const local = { type, index, code: [0x20, ...unsigned(index)] }
    if (initial !== undefined) this.set(local, initial)
    return local
  }

  int(initial: Int): Local<'i32'> {
    return this.local('i32', int(initial))
  }

  locals<T extends ValueType>(count: number, type: T, initial: (index: number) => Expr<T>): Local<T>[] {
    return Array.from({ length: count }, (_, i) => this.local(type, initial(i)))
  }

  set<T extends ValueType>(local: Local<T>, value: Expr<T>): void {
    this.#code.push(...value.code, 0x21, ...unsigned(local.index))
  }

  setInt(local: Local<'i32'>, value: Int): void {
    this.set(local, int(value))
  }

  /** local += amount */
  advance(local: Local<'i32'>, amount: Int): void {
    if (amount !== 0) this.setInt(local, i32.add(local, amount))
  }

  /** a * b + c, fused where the machine can. */
  madd(a: V128, b: V128, c: V128): V128 {
    return this.#features.relaxedSimd ? v128.relaxedMadd(a, b, c) : v128.addFloat(v128.mulFloat(a, b), c)
  }

  /** sum += a * b */
  accumulate(sum: Local<'v128'>, a: V128, b: V128): void {
    this.set(sum, this.madd(a, b, sum))
  }

  storeInt(address: Int, value: Int, offset = 0): void {
    this.#code.push(...int(address).code, ...int(value).code, 0x36, ...memoryArgument(offset))
  }

  storeFloat(address: Int, value: F32, offset = 0): void {
    this.#code.push(...int(address).code, ...value.code, 0x38, ...memoryArgument(offset))
  }

  storeDouble(address: Int, value: F64, offset = 0): void {
    this.#code.push(...int(address).code, ...value.code, 0x39, ...memoryArgument(offset))
  }

  store(address: Int, value: V128, offset = 0): void {
    this.#code.push(...int(address).code, ...value.code, 0xfd, 0x0b, ...memoryArgument(offset))
  }

  /** Two neighbouring floats: lanes 2 * half and 2 * half + 1. */
  store64(address: Int, value: V128, half: number, offset = 0): void {
    this.#code.push(...int(address).code, ...value.code, 0xfd, 0x5b, ...memoryArgument(offset), half)
  }

  store32(address: Int, value: V128, lane: number, offset = 0): void {
    this.#code.push(...int(address).code, ...value.code, 0xfd, 0x5a, ...memoryArgument(offset), lane)
  }

  /** The first `count` lanes, and nothing beyond them. */
  storeLanes(address: Int, value: Local<'v128'>, count: number, offset = 0): void {
    if (count >= 4) {
      this.store(address, value, offset)
      return
    }
    if (count >= 2) this.store64(address, value, 0, offset)
    if (count % 2 === 1) this.store32(address, value, count - 1, offset + 4 * (count - 1))
  }

  fillBytes(address: Int, byte: number, count: Int): void {
    this.#code.push(...int(address).code, ...int(byte).code, ...int(count).code, 0xfc, 0x0b, 0x00)
  }

  copyBytes(to: Int, from: Int, count: Int): void {
    this.#code.push(...int(to).code, ...int(from).code, ...int(count).code, 0xfc, 0x0a, 0x00, 0x00)
  }

  call(target: FunctionReference, ...values: readonly (Expr<ValueType> | number)[]): void {
    this.#code.push(...values.flatMap((value) => (typeof value === 'number' ? int(value) : value).code))
    this.#code.push(0x10, ...unsigned(target.index))
    if (target.result !== undefined) this.#code.push(0x1a)
  }

  /** Evaluates for its effect alone. */
  drop(value: Expr<ValueType>): void {
    this.#code.push(...value.code, 0x1a)
  }

  if(condition: Expr<'i32'>, then: () => void, otherwise?: () => void): void {
    this.#code.push(...condition.code, 0x04, 0x40)
    then()
    if (otherwise !== undefined) {
      this.#code.push(0x05)
      otherwise()
    }
    this.#code.push(0x0b)
  }

  /** Runs the body, and again while the condition that it returns holds. */
  doWhile(body: () => Expr<'i32'>): void {
    this.#code.push(0x03, 0x40)
    const again = body()
    this.#code.push(...again.code, 0x0d, 0x00, 0x0b)
  }

  /**
   * `doWhile` for more sums than V8 would keep in registers: within a straight piece of code it loads everything ahead
   * of the arithmetic, and what was loaded crowds the sums out. A fence ends such a piece. It is a jump back to the
   * loop's beginning, never taken, but for which all sums have to be ready.
   * @param address one that the loop works with: never among the memory's first bytes, with which fences compare it
   */
  fencedLoop(address: Local<'i32'>, body: (fence: () => void) => Expr<'i32'>): void {
    this.doWhile(() => {
      // V8 would merge fences of one condition into the first.
      let fences = 0
      return body(() => {
        fences += 1
        this.#code.push(...i32.eq(address, fences).code, 0x0d, 0x00)
      })
    })
  }

  /** for (local = from; local < to; local += step), all unsigned; a count known to be above 0 needs no test ahead. */
  for(local: Local<'i32'>, from: Int, to: Int, step: Int, body: () => void): void {
    const constant = typeof from === 'number' && typeof to === 'number'
    if (constant && from >= to) return
    this.setInt(local, from)
    const loop = (): void => {
      this.doWhile(() => {
        body()
        this.advance(local, step)
        return i32.lt(local, to)
      })
    }
    if (constant) loop()
    else this.if(i32.lt(local, to), loop)
  }

  /** Repeats the body a constant number of times. */
  repeat(count: number, body: () => void): void {
    if (count === 1) body()
    else if (count > 1) this.for(this.local('i32'), 0, count, 1, body)
  }

  return(value?: Expr<ValueType>): void {
    this.#code.push(...(value?.code ?? []), 0x0f)
  }

  /** The value that the function leaves when it reaches its end. */
  result(value: Expr<ValueType>): void {
    this.#code.push(...value.code)
  }

  /** Locals and code with their size in front, as the code section wants them. */
  encode(): number[] {
    const locals = this.#locals.flatMap((type) => [1, typeCode[type]])
    const body = [...unsigned(this.#locals.length), ...locals].concat(this.#code, 0x0b)
    return unsigned(body.length).concat(body)
  }
}

/** The value of a call. */
export function callValue<T extends ValueType>(
  target: FunctionReference & { readonly result: T },
  ...values: readonly (Expr<ValueType> | number)[]
): Expr<T> {
  return {
    type: target.result,
    code: [
      ...values.flatMap((value) => [...(typeof value === 'number' ? int(value) : value).code]),
      0x10,
      ...unsigned(target.index)
    ]
  }
}
