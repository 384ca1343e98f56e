import type { FunctionReference } from '../assembler/function-builder'
import type { ModuleBuilder } from '../assembler/module-builder'
import type { PadStage } from '../plan/plan'
import { ints } from './parameters'

/** Bytes from the first pixel of the output to the first that comes from the input. */
export function padShift({ above, left, output: { view } }: PadStage): number {
  return above * view.rowBytes + left * view.pixelBytes
}

/**
 * (y, x): the rows of x within zeros. From one row to the next these are one run: those to the right of the row, the
 * border, which is zero too, and those to the left of the next row.
 */
export function emitPad(module: ModuleBuilder, stage: PadStage): FunctionReference {
  const { name, input, output } = stage
  const rowBytes = input.view.width * input.view.pixelBytes
  const { height, width, pixelBytes } = output.view
  const before = padShift(stage)
  const between = output.view.rowBytes - rowBytes
  const all = (height - 1) * output.view.rowBytes + width * pixelBytes
  const behind = all - before - (input.view.height - 1) * output.view.rowBytes - rowBytes
  return module.procedure(`${name}.forward`, ints(2), (f) => {
    const y = f.parameter(0, 'i32')
    const x = f.parameter(1, 'i32')
    const zeros = (bytes: number): void => {
      if (bytes > 0) f.fillBytes(y, 0, bytes)
      f.advance(y, bytes)
    }
    const row = (): void => {
      f.copyBytes(y, x, rowBytes)
      f.advance(y, rowBytes)
      f.advance(x, input.view.rowBytes)
    }
    zeros(before)
    f.repeat(input.view.height - 1, () => {
      row()
      zeros(between)
    })
    row()
    zeros(behind)
  })
}
