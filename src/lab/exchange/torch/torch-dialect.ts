import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import type { PickleDialect } from '../../pickle/pickle-dialect'
import { nameOf } from '../../pickle/pickle-text'
import { describeValue, isKind, type PickleValue } from '../../pickle/pickle-value'
import { torchGlobals } from './torch-globals'
import { storageTypes, TorchStorage } from './torch-storage'
import { unknownGlobal } from './unknown-global'

/** A tensor takes some 40; a network of 300 layers has, with Adam's moments, some 5000 tensors. */
const mostSteps = 500_000
const mostCopiedBytes = 16_000_000
const mostLength = 2 ** 40

/**
 * What the pickles of PyTorch's files may ask for.
 * @param storages takes the first that is referred to under each key
 */
export function torchDialect(file: string, storages: Map<string, TorchStorage>): PickleDialect {
  const dialect: PickleDialect = {
    holds: 'checkpoint',
    globals: torchGlobals,
    refer: (id) => {
      const storage = storageOf(id, dialect)
      if (!storages.has(storage.key)) storages.set(storage.key, storage)
      return storage
    },
    mostSteps,
    mostCopiedBytes,
    bad: (reason, hint = hints.damaged) => invalidCheckpoint(`${shown(file)} ${shown(reason, 300)}.`, hint),
    unsuitable: (reason, hint) => invalidCheckpoint(`${shown(file)} ${shown(reason, 300)}.`, hint),
    unknownGlobal: (name) => unknownGlobal(name, file)
  }
  return dialect
}

/** ('storage', class, key, device, length); a seventh of PyTorch 0.1's says that it is a part of another one. */
function storageOf(id: PickleValue, dialect: PickleDialect): TorchStorage {
  const [what, type, key, , length, view] = isKind(id, 'tuple') ? id.items : []
  if (nameOf(what) !== 'storage') throw dialect.bad(`refers to ${describeValue(id)} in place of a storage`)
  const elements = isKind(type, 'global') ? storageTypes[type.name] : undefined
  const name = nameOf(key)
  if (elements === undefined || name === undefined || typeof length !== 'number' || view != null)
    throw dialect.bad('refers to a storage in another way than PyTorch does')
  if (!Number.isInteger(length) || length < 0 || length > mostLength)
    throw dialect.bad(`has a storage of ${length} numbers`)
  return new TorchStorage(name, elements, length)
}
