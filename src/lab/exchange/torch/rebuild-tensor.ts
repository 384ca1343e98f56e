import type { PickleBuilder, PickleDialect } from '../../pickle/pickle-dialect'
import { describeValue, isKind, type PickleValue } from '../../pickle/pickle-value'
import type { TensorType } from '../tensors/tensor-type'
import { TorchTensor } from './torch-tensor'

const dtypes: Readonly<Record<string, TensorType>> = {
  'torch.float32': 'float32',
  'torch.float64': 'float64',
  'torch.float16': 'float16',
  'torch.bfloat16': 'bfloat16',
  'torch.int64': 'int64',
  'torch.int32': 'int32',
  'torch.int16': 'int16',
  'torch.int8': 'int8',
  'torch.uint8': 'uint8',
  'torch.bool': 'bool'
}

/** PyTorch's functions that make tensors, as in torch/_utils.py. */
export const rebuilders: Readonly<Record<string, PickleBuilder>> = {
  // (storage, offset, size, stride)
  'torch._utils._rebuild_tensor': (parts, dialect) => new TorchTensor(parts, dialect),
  // (storage, offset, size, stride, requires_grad, backward_hooks, metadata)
  'torch._utils._rebuild_tensor_v2': (parts, dialect) => {
    refuseMetadata(parts[6], dialect)
    return new TorchTensor(parts, dialect)
  },
  // (storage, offset, size, stride, requires_grad, backward_hooks, dtype, metadata)
  'torch._utils._rebuild_tensor_v3': (parts, dialect) => {
    refuseMetadata(parts[7], dialect)
    const type = parts[6]
    const known = isKind(type, 'global') ? dtypes[type.name] : undefined
    if (known === undefined) throw dialect.bad(`has a tensor of the type ${describeValue(type)}`)
    return new TorchTensor(parts, dialect, known)
  },
  // (data, requires_grad, backward_hooks)
  'torch._utils._rebuild_parameter': parameter,
  // (data, requires_grad, backward_hooks, state)
  'torch._utils._rebuild_parameter_with_state': parameter
}

/** A tensor that carries attributes, which are not kept: (function, class, its arguments, state). */
export function fromTypeOf(builders: Readonly<Record<string, PickleBuilder>>): PickleBuilder {
  return ([callee, type, parts], dialect) => {
    const builder = isKind(callee, 'global') ? builders[callee.name] : undefined
    if (builder === undefined || !isKind(type, 'global') || !isKind(parts, 'tuple'))
      throw dialect.bad('has a tensor that is not as PyTorch writes it')
    return builder(parts.items, dialect)
  }
}

function parameter([data]: readonly PickleValue[], dialect: PickleDialect): PickleValue {
  if (data instanceof TorchTensor) return data
  throw dialect.bad(`has ${describeValue(data)} in place of a parameter’s tensor`)
}

/** Says that the numbers are to be negated or conjugated once they have been read. */
function refuseMetadata(metadata: PickleValue | undefined, dialect: PickleDialect): void {
  if (
    metadata === undefined ||
    metadata === null ||
    (isKind(metadata, 'dict') && metadata.entries.size === 0)
  )
    return
  throw dialect.bad(
    'has a tensor whose numbers are to be changed after they are read',
    'In PyTorch, save clones of the tensors: {name: tensor.clone() for name, tensor in net.state_dict().items()}.'
  )
}
