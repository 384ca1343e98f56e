import { activationOperators } from './activation-operators'
import { arithmeticOperators } from './arithmetic-operators'
import { constantOperators } from './constant-operators'
import { layoutOperators } from './layout-operators'
import { sizesOf } from './onnx-value'
import type { OperatorReading } from './operator-reading'
import { poolingOperators } from './pooling-operators'
import { sizeOperators } from './size-operators'
import { weightedOperators } from './weighted-operators'

type Operators = ReadonlyMap<string, (reading: OperatorReading) => void>

const onSizes: Operators = new Map(Object.entries(sizeOperators))
const onConstants: Operators = new Map(Object.entries(constantOperators))
const onValues: Operators = new Map(
  Object.entries({
    ...activationOperators,
    ...arithmeticOperators,
    ...layoutOperators,
    ...poolingOperators,
    ...weightedOperators
  })
)

/** How an operator is read, by what it takes; undefined for one that is not known. */
export function operatorFor(
  op: string,
  kinds: readonly ('activation' | 'constant' | 'sizes')[]
): ((reading: OperatorReading) => void) | undefined {
  if (op === 'Shape') return sizeOfValue
  if (kinds.includes('activation')) return onValues.get(op)
  if (kinds.every((kind) => kind === 'sizes')) return onSizes.get(op)
  return onConstants.get(op)
}

function sizeOfValue(reading: OperatorReading): void {
  const value = reading.input(0)
  const all = value.kind === 'activation' ? sizesOf(value) : value.shape
  const values = all.slice(reading.attributes.int('start') ?? 0, reading.attributes.int('end') ?? all.length)
  reading.give({ kind: 'sizes', shape: [values.length], values })
}
