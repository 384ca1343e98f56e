import { align, Arena, cacheLine } from './arena'
import type { ImageStage, PlannedMatrix, RowStage } from './plan'

/** Rows that a kernel takes together, and floats of a row. */
export const tileRows = 4
export const tileColumns = 8
/** Rows this far apart, or a multiple of it, share so few sets of a cache that a column of tiles would not stay there. */
const crowdedBytes = 512

/** Those of a network, behind one another from `begin` on. */
export function placeMatrices(
  stages: readonly (ImageStage | RowStage)[],
  begin: number
): { readonly matrices: readonly PlannedMatrix[]; readonly end: number } {
  const arena = new Arena(begin)
  const matrices = stages.flatMap((stage): PlannedMatrix[] => {
    if (stage.kind === 'dense' && stage.learns) {
      return [placeMatrix(arena, stage, stage.units, stage.inputs)]
    }
    if (stage.kind !== 'convolution' || stage.parameters.gradients === undefined) return []
    const [height, width] = stage.kernelSize
    return [placeMatrix(arena, stage, stage.filters, height * width * stage.input.view.channels)]
  })
  return { matrices, end: align(arena.bytes, 4096) }
}

function placeMatrix(
  arena: Arena,
  stage: PlannedMatrix['stage'],
  outputs: number,
  inputs: number
): PlannedMatrix {
  const rows = Math.min(outputs, inputs)
  const columns = Math.max(outputs, inputs)
  const padded = align(rows, tileRows)
  const packed = align(columns, tileColumns) * 4
  const stride = packed % crowdedBytes === 0 ? packed + cacheLine : packed
  const gramStride = padded * 4
  const square = (): number => arena.allocate(padded * gramStride)
  return {
    stage,
    outputs,
    inputs,
    rowsAreOutputs: outputs <= inputs,
    rows,
    columns,
    values: [arena.allocate(padded * stride), arena.allocate(padded * stride)],
    stride,
    gram: square(),
    mix: square(),
    gramStride,
    squares: arena.allocate(outputs * 8)
  }
}
