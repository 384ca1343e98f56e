import { required } from '../../../core/base/required'
import { numbersOf } from '../../dataset/known/formats/number-type'
import { numpyGlobals, NumpyType } from '../../pickle/numpy-globals'
import type { PickleBuilder, PickleDialect } from '../../pickle/pickle-dialect'
import { nameOf } from '../../pickle/pickle-text'
import { isKind, type PickleValue } from '../../pickle/pickle-value'
import { fromTypeOf, rebuilders } from './rebuild-tensor'
import { storageTypes } from './torch-storage'

const classes = Object.fromEntries(
  [
    ...Object.keys(storageTypes),
    'torch.Tensor',
    'torch.nn.parameter.Parameter',
    'torch.float32',
    'torch.float64',
    'torch.float16',
    'torch.bfloat16',
    'torch.int64',
    'torch.int32',
    'torch.int16',
    'torch.int8',
    'torch.uint8',
    'torch.bool'
  ].map((name) => [name, 'class' as const])
)

/** What the pickle of a checkpoint may ask for: about what PyTorch itself allows with `weights_only=True`. */
export const torchGlobals: Readonly<Record<string, PickleBuilder | 'class'>> = {
  ...classes,
  ...numpyGlobals,
  ...rebuilders,
  'torch._tensor._rebuild_from_type_v2': fromTypeOf(rebuilders),
  'torch.Size': ([sizes], dialect) => sequence(sizes, 'torch.Size', dialect),
  'torch.device': ([name], dialect) => text(name, 'torch.device', dialect),
  'torch.serialization._get_layout': ([name], dialect) =>
    text(name, 'torch.serialization._get_layout', dialect),
  'collections.OrderedDict': makeDict,
  'collections.Counter': makeDict,
  'builtins.set': ([items], dialect) => sequence(items, 'set', dialect),
  '__builtin__.set': ([items], dialect) => sequence(items, 'set', dialect),
  'numpy.core.multiarray.scalar': makeScalar,
  'numpy._core.multiarray.scalar': makeScalar
}

/** Empty, or what is given: `Counter({…})`. */
function makeDict(parts: readonly PickleValue[], dialect: PickleDialect): PickleValue {
  const [entries] = parts
  if (entries === undefined) return { kind: 'dict', entries: new Map(), subclass: true }
  if (parts.length === 1 && isKind(entries, 'dict')) return entries
  throw wrongArguments('collections.OrderedDict', dialect)
}

function sequence(value: PickleValue | undefined, name: string, dialect: PickleDialect): PickleValue {
  if (isKind(value, 'tuple') || isKind(value, 'list')) return value
  throw wrongArguments(name, dialect)
}

function text(value: PickleValue | undefined, name: string, dialect: PickleDialect): PickleValue {
  if (value !== undefined && nameOf(value) !== undefined) return value
  throw wrongArguments(name, dialect)
}

/** One number of numpy's: (type, bytes). */
function makeScalar([type, bytes]: readonly PickleValue[], dialect: PickleDialect): PickleValue {
  if (!(type instanceof NumpyType) || !isKind(bytes, 'bytes'))
    throw wrongArguments('numpy.core.multiarray.scalar', dialect)
  if (bytes.bytes.length !== Number(type.type.kind.slice(1)))
    throw wrongArguments('numpy.core.multiarray.scalar', dialect)
  const [value] = numbersOf(bytes.bytes, type.type)
  return type.type.kind === 'b1' ? value === 1 : required(value, 'a number')
}

function wrongArguments(name: string, dialect: PickleDialect): Error {
  return dialect.bad(`calls ${name} with other values than PyTorch does`)
}
