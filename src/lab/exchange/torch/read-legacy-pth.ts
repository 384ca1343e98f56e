import type { PickleDialect } from '../../pickle/pickle-dialect'
import { nameOf } from '../../pickle/pickle-text'
import { isKind, type PickleValue } from '../../pickle/pickle-value'
import { readPickle } from '../../pickle/read-pickle'
import { pthTree } from './pth-tree'
import type { PthStorage, PthValue } from './pth-value'
import type { TorchStorage } from './torch-storage'

const magicNumber = 0x1950a86a20f9469cfc6cn
const protocolVersion = 1001
const countBytes = 8
const saveAgain = 'Choose a file that torch.save wrote, as it is.'

/**
 * Reads the file that PyTorch wrote before 1.6, and writes on request: four pickles (a magic number, the version of the format,
 * facts of the machine, the content), a fifth with the keys of the storages, and these. Layout as in
 * torch/serialization.py, _legacy_load.
 * @param referred what the dialect gathers while the content is read
 * @throws LabError 'checkpoint-invalid'
 */
export function readLegacyPth(
  bytes: Buffer,
  dialect: PickleDialect,
  referred: ReadonlyMap<string, TorchStorage>
): PthValue {
  const magic = readPickle(bytes, dialect)
  if (!isKind(magic.value, 'long') || magic.value.value !== magicNumber)
    throw dialect.bad('is a pickle, but not one that torch.save writes', saveAgain)
  const version = readPickle(bytes, dialect, magic.end)
  if (version.value !== protocolVersion)
    throw dialect.bad('has a version of PyTorch’s old format that is unknown', saveAgain)
  const machine = readPickle(bytes, dialect, version.end)
  requireLittleEndian(machine.value, dialect)
  const content = readPickle(bytes, dialect, machine.end)
  const keys = readPickle(bytes, dialect, content.end)
  const places = placesOf(bytes, keysIn(keys.value, dialect), keys.end, referred, dialect)
  return pthTree(content.value, (storage) => pieceOf(storage, places, dialect), dialect)
}

function requireLittleEndian(machine: PickleValue, dialect: PickleDialect): void {
  const littleEndian = isKind(machine, 'dict') ? machine.entries.get('little_endian') : undefined
  if (littleEndian === true) return
  throw dialect.bad(
    littleEndian === false
      ? 'was written on a machine whose numbers begin with the high byte'
      : 'does not say on what machine it was written',
    'Load it in PyTorch on that machine, and save it with PyTorch 1.6 or later.'
  )
}

function keysIn(value: PickleValue, dialect: PickleDialect): readonly string[] {
  const items = isKind(value, 'list') ? value.items : undefined
  const keys = items?.map(nameOf).filter((key) => key !== undefined)
  if (items === undefined || keys?.length !== items.length || new Set(keys).size !== keys.length)
    throw dialect.bad('has no list of its storages')
  return keys
}

/**
 * Finds the storages behind the pickles: of each the number of its numbers, and these.
 * @param referred the storages that the content refers to
 */
function placesOf(
  bytes: Buffer,
  keys: readonly string[],
  begin: number,
  referred: ReadonlyMap<string, TorchStorage>,
  dialect: PickleDialect
): ReadonlyMap<string, Buffer> {
  const places = new Map<string, Buffer>()
  let at = begin
  for (const key of keys) {
    const storage = referred.get(key)
    if (storage === undefined) throw dialect.bad('has the numbers of a tensor that it does not list')
    const from = at + countBytes
    const to = from + storage.bytes
    if (to > bytes.length) throw dialect.bad(`is cut off: it ends after ${bytes.length} bytes`)
    if (bytes.readBigUInt64LE(at) !== BigInt(storage.length))
      throw dialect.bad(
        `has another count of numbers in a tensor’s storage than the ${storage.length} it lists`
      )
    places.set(key, bytes.subarray(from, to))
    at = to
  }
  return places
}

function pieceOf(
  storage: TorchStorage,
  places: ReadonlyMap<string, Buffer>,
  dialect: PickleDialect
): PthStorage {
  const place = places.get(storage.key)
  if (place?.length !== storage.bytes) throw dialect.bad('lacks the numbers of a tensor')
  return { littleEndian: true, read: () => place }
}
