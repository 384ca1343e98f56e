import { required } from '../../../core/base/required'
import { newtonSchulz } from '../../../core/maths/orthogonalise'
import { muonScale } from '../../../core/optimizers/muon'
import type { Local, V128 } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import { f32, f64, i32, int } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import { hyperparameterOffset } from '../plan/hyperparameters'
import { panelFloats } from '../plan/panel-floats'
import { tileColumns, tileRows } from '../plan/place-matrices'
import type { WasmPlan, PlannedMatrix } from '../plan/plan'
import type { ImagePass } from './image-pass'
import { directionOffset } from './optimizer'
import { addOuterProduct } from './outer-product'
import { emitShare } from './share'

/** What a unit does in each phase between the directions of a matrix's weights and their move. */
export type MatrixPart = (f: FunctionBuilder, unit: Local<'i32'>) => void

/** Filters that are repacked together, outputs of a panel. */
const outputGroup = ({ stage }: PlannedMatrix): number => (stage.kind === 'dense' ? panelFloats : 4)

/**
 * `orthogonalise` of core/maths for all matrices side by side, then their move: one part for each wait of all threads.
 * Every value is computed by one unit, in an order that does not depend on how many there are.
 * @param imagePass repacks the weights of filters for the kernels that read them
 */
export function emitMatrixStep(
  module: ModuleBuilder,
  plan: WasmPlan,
  imagePass: ImagePass
): readonly MatrixPart[] {
  const { matrices } = plan
  if (matrices === undefined) return []
  const repackOf = (layer: string): FunctionReference | undefined =>
    imagePass.updates.find(({ name }) => name === layer)?.repack
  const part = (kernels: readonly FunctionReference[]): MatrixPart => {
    return (f, unit) => {
      for (const kernel of kernels) f.call(kernel, unit)
    }
  }
  const each = (emit: (matrix: PlannedMatrix) => FunctionReference): MatrixPart => part(matrices.map(emit))
  const gram = (from: 0 | 1): MatrixPart =>
    each((matrix) =>
      emitRowProducts(module, plan, matrix, `gram${from}`, {
        rows: matrix.values[from],
        stride: matrix.stride,
        length: matrix.columns,
        into: matrix.gram
      })
    )
  const products = [gram(0), gram(1)] as const
  const mix = each((matrix) =>
    emitRowProducts(module, plan, matrix, 'mix', {
      rows: matrix.gram,
      stride: matrix.gramStride,
      length: matrix.rows,
      into: matrix.mix
    })
  )
  const rounds = [
    each((matrix) => emitRound(module, plan, matrix, 0)),
    each((matrix) => emitRound(module, plan, matrix, 1))
  ] as const
  return [
    each((matrix) => emitPack(module, plan, matrix)),
    each((matrix) => emitScale(module, plan, matrix)),
    ...Array.from({ length: newtonSchulz.rounds }, (_, round) => {
      const from = round % 2 === 0 ? 0 : 1
      return [products[from], mix, rounds[from]]
    }).flat(),
    each((matrix) => emitMove(module, plan, matrix, repackOf(matrix.stage.name)))
  ]
}

/** (unit): the directions of a share of the outputs, packed, with the sum of their squares. */
function emitPack(module: ModuleBuilder, plan: WasmPlan, matrix: PlannedMatrix): FunctionReference {
  return module.procedure(`${matrix.stage.name}.pack`, ['i32'], (f) => {
    const sum = f.local('f64')
    const value = f.local('f64')
    eachOutput(f, plan, matrix, matrix.values[0], (output, eachInput) => {
      f.set(sum, f64.const(0))
      eachInput((weight, packed) => {
        const direction = f.local('v128', v128.load32(weight, directionOffset(plan)))
        f.store32(packed, direction, 0)
        f.set(value, f64.promote(v128.lane(direction, 0)))
        f.set(sum, f64.add(sum, f64.mul(value, value)))
      })
      f.storeDouble(i32.shl(output, 3), sum, matrix.squares)
    })
  })
}

/** (unit): divides a share of the rows by the size of the matrix. */
function emitScale(module: ModuleBuilder, plan: WasmPlan, matrix: PlannedMatrix): FunctionReference {
  const { squares, outputs, rows, stride, columns } = matrix
  return module.procedure(`${matrix.stage.name}.scale`, ['i32'], (f) => {
    const sum = f.local('f64', f64.const(0))
    const output = f.local('i32')
    f.for(output, 0, outputs * 8, 8, () => {
      f.set(sum, f64.add(sum, f64.load(output, squares)))
    })
    const norm = f64.max(f64.sqrt(sum), f64.const(newtonSchulz.smallestNorm))
    const divisor = f.local('v128', v128.splatFloat(f32.demote(norm)))
    const { from, to } = emitShare(f, f.parameter(0, 'i32'), plan.threads)(rows)
    const row = f.local('i32')
    const at = f.local('i32')
    f.for(row, from, to, 1, () => {
      f.setInt(at, i32.add(i32.mul(row, stride), matrix.values[0]))
      f.repeat(Math.ceil(columns / 4), () => {
        f.store(at, v128.divFloat(v128.load(at), divisor))
        f.advance(at, 16)
      })
    })
  })
}

interface RowProducts {
  readonly rows: number
  readonly stride: number
  /** Floats of a row. */
  readonly length: number
  readonly into: number
}

/**
 * (unit): each row of a symmetric product: a row times every other, from the diagonal on, and mirrored. Where rows are those of
 * the first product, this is b times that plus c times its square.
 */
function emitRowProducts(
  module: ModuleBuilder,
  plan: WasmPlan,
  matrix: PlannedMatrix,
  name: string,
  { rows, stride, length, into }: RowProducts
): FunctionReference {
  const { gramStride, gram } = matrix
  const tiles = Math.ceil(matrix.rows / tileRows)
  const across = 2
  return module.procedure(`${matrix.stage.name}.${name}`, ['i32'], (f) => {
    const tile = f.local('i32')
    const column = f.local('i32')
    const [left, right, end] = [f.local('i32'), f.local('i32'), f.local('i32')]
    const [to, mirrored] = [f.local('i32'), f.local('i32')]
    // One tile to each unit in turn: the first ones are the longest.
    f.for(tile, f.parameter(0, 'i32'), tiles, plan.threads, () => {
      f.for(column, i32.mul(tile, tileRows / across), tiles * (tileRows / across), 1, () => {
        f.setInt(left, i32.add(i32.mul(tile, tileRows * stride), rows))
        f.setInt(right, i32.add(i32.mul(column, across * stride), rows))
        f.setInt(end, i32.add(left, Math.ceil(length / 4) * 16))
        const sums = Array.from({ length: tileRows }, () => f.locals(across, 'v128', () => v128.zero))
        f.fencedLoop(left, (fence) => {
          addOuterProduct(
            f,
            fence,
            sums,
            (i) => v128.load(left, i * stride),
            (j) => v128.load(right, j * stride)
          )
          f.advance(left, 16)
          f.advance(right, 16)
          return i32.lt(left, end)
        })
        f.setInt(to, i32.add(i32.mul(tile, tileRows * gramStride), i32.mul(column, across * 4)))
        f.setInt(mirrored, i32.add(i32.mul(column, across * gramStride), i32.mul(tile, tileRows * 4)))
        for (let j = 0; j < across; j++) {
          const total = f.local('v128', sumsOfLanes(f, sums, j))
          if (into !== gram) {
            const first = v128.load(mirrored, gram + j * gramStride)
            f.set(total, v128.mulFloat(total, splat(newtonSchulz.c)))
            f.set(total, f.madd(first, splat(newtonSchulz.b), total))
          }
          f.store(mirrored, total, into + j * gramStride)
          for (let i = 0; i < tileRows; i++) f.store32(to, total, i, into + i * gramStride + j * 4)
        }
      })
    })
  })
}

/** The totals of a column's four sums, one in each lane. */
function sumsOfLanes(f: FunctionBuilder, sums: readonly (readonly Local<'v128'>[])[], column: number): V128 {
  const sum = (i: number): Local<'v128'> => required(sums[i]?.[column], 'a sum of each row')
  const fold = (a: Local<'v128'>, b: Local<'v128'>): Local<'v128'> =>
    f.local('v128', v128.addFloat(v128.shuffle(a, b, [0, 1, 4, 5]), v128.shuffle(a, b, [2, 3, 6, 7])))
  const [low, high] = [fold(sum(0), sum(1)), fold(sum(2), sum(3))]
  return v128.addFloat(v128.shuffle(low, high, [0, 2, 4, 6]), v128.shuffle(low, high, [1, 3, 5, 7]))
}

/** (unit): tiles of rows of the next values: a times a row, plus its mix of all rows. */
function emitRound(
  module: ModuleBuilder,
  plan: WasmPlan,
  matrix: PlannedMatrix,
  from: 0 | 1
): FunctionReference {
  const { rows, columns, stride, gramStride, mix, values } = matrix
  const next = values[1 - from] ?? values[0]
  const tiles = Math.ceil(rows / tileRows)
  return module.procedure(`${matrix.stage.name}.round${from}`, ['i32'], (f) => {
    const panel = f.local('i32')
    const tile = f.local('i32')
    const [factors, row, end, place] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')]
    const range = emitShare(f, f.parameter(0, 'i32'), plan.threads)(tiles)
    f.for(panel, 0, Math.ceil(columns / tileColumns) * tileColumns * 4, tileColumns * 4, () => {
      f.for(tile, range.from, range.to, 1, () => {
        f.setInt(factors, i32.add(i32.mul(tile, tileRows * gramStride), mix))
        f.setInt(row, i32.add(panel, values[from]))
        f.setInt(end, i32.add(row, rows * stride))
        const sums = Array.from({ length: tileRows }, () => f.locals(2, 'v128', () => v128.zero))
        f.fencedLoop(row, (fence) => {
          addOuterProduct(
            f,
            fence,
            sums,
            (i) => v128.loadSplat(factors, i * gramStride),
            (j) => v128.load(row, j * 16)
          )
          f.advance(factors, 4)
          f.advance(row, stride)
          return i32.lt(row, end)
        })
        f.setInt(place, i32.add(i32.mul(tile, tileRows * stride), panel))
        sums.forEach((halves, i) => {
          halves.forEach((sum, half) => {
            const offset = i * stride + half * 16
            const before = v128.load(place, values[from] + offset)
            f.store(place, f.madd(before, splat(newtonSchulz.a), sum), next + offset)
          })
        })
      })
    })
  })
}

/** (unit): moves a share of the weights along what their directions became. */
function emitMove(
  module: ModuleBuilder,
  plan: WasmPlan,
  matrix: PlannedMatrix,
  repack: FunctionReference | undefined
): FunctionReference {
  const { values } = matrix
  const found = values[newtonSchulz.rounds % 2] ?? values[0]
  const hyperparameter = (name: 'learningRate' | 'weightDecay'): V128 =>
    v128.loadSplat(plan.control.hyperparameters + hyperparameterOffset(name))
  return module.procedure(`${matrix.stage.name}.move`, ['i32'], (f) => {
    const shrink = f.local(
      'v128',
      v128.mulFloat(hyperparameter('learningRate'), hyperparameter('weightDecay'))
    )
    const rate = f.local('v128', v128.mulFloat(hyperparameter('learningRate'), splat(muonScale(matrix))))
    const value = f.local('v128')
    const { from, to } = eachOutput(f, plan, matrix, found, (_, eachInput) => {
      eachInput((weight, packed) => {
        f.set(value, v128.load32(weight))
        f.set(value, v128.subFloat(value, v128.mulFloat(shrink, value)))
        f.set(value, v128.subFloat(value, v128.mulFloat(rate, v128.load32(packed))))
        f.store32(weight, value, 0)
      })
    })
    if (repack !== undefined) f.call(repack, from, to)
  })
}

/**
 * Goes through a unit's share of the outputs, and for each gives what goes through its inputs: the addresses of
 * weight and packed value.
 * @returns the groups of outputs of the share
 */
function eachOutput(
  f: FunctionBuilder,
  plan: WasmPlan,
  matrix: PlannedMatrix,
  packedAt: number,
  body: (
    output: Local<'i32'>,
    eachInput: (pair: (weight: Local<'i32'>, packed: Local<'i32'>) => void) => void
  ) => void
): { readonly from: Local<'i32'>; readonly to: Local<'i32'> } {
  const { stage, inputs, outputs, rowsAreOutputs, stride } = matrix
  const group = outputGroup(matrix)
  const { from, to } = emitShare(f, f.parameter(0, 'i32'), plan.threads)(Math.ceil(outputs / group))
  const [output, weight, packed] = [f.local('i32'), f.local('i32'), f.local('i32')]
  const step = rowsAreOutputs ? 4 : stride
  const end = f.int(i32.min(f.int(i32.mul(to, group)), outputs))
  f.for(output, i32.mul(from, group), end, 1, () => {
    f.setInt(packed, i32.add(i32.mul(output, rowsAreOutputs ? stride : 4), packedAt))
    if (stage.kind === 'dense') {
      const panel = i32.mul(int(i32.div(output, panelFloats)), inputs * panelFloats * 4)
      const lane = i32.mul(int(i32.and(output, panelFloats - 1)), 4)
      f.setInt(weight, i32.add(i32.add(panel, lane), stage.kernel))
      body(output, (pair) => {
        f.repeat(inputs, () => {
          pair(weight, packed)
          f.advance(weight, panelFloats * 4)
          f.advance(packed, step)
        })
      })
      return
    }
    const { kernelSize, parameters } = stage
    const rowTaps = kernelSize[1] * stage.input.view.channels
    f.setInt(weight, i32.add(i32.mul(output, kernelSize[0] * parameters.rowFloats * 4), parameters.kernel))
    body(output, (pair) => {
      f.repeat(kernelSize[0], () => {
        f.repeat(rowTaps, () => {
          pair(weight, packed)
          f.advance(weight, 4)
          f.advance(packed, step)
        })
        f.advance(weight, (parameters.rowFloats - rowTaps) * 4)
      })
    })
  })
  return { from, to }
}

function splat(value: number): V128 {
  return v128.floats(value, value, value, value)
}
