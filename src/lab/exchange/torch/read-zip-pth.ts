import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import type { PickleDialect } from '../../pickle/pickle-dialect'
import { readPickle } from '../../pickle/read-pickle'
import type { ValueBudget } from '../tensors/value-budget'
import { ZipArchive } from '../zip/zip-archive'
import { pthTree } from './pth-tree'
import type { PthStorage, PthValue } from './pth-value'
import type { TorchStorage } from './torch-storage'

const pickleName = 'data.pkl'
const mostOrderBytes = 16

/**
 * Reads the zip archive that PyTorch writes from 1.6 on: a folder of any name with a pickle, and a file in `data/` for each
 * storage. Layout as in torch/serialization.py.
 * @throws LabError 'checkpoint-invalid'
 */
export function readZipPth(
  bytes: Uint8Array,
  file: string,
  dialect: PickleDialect,
  budget: ValueBudget
): PthValue {
  const archive = new ZipArchive(bytes, file, budget)
  const folder = folderOf(archive, file)
  if (
    archive.has(`${folder}constants.pkl`) ||
    archive.names.some((name) => name.startsWith(`${folder}code/`))
  ) {
    throw invalidCheckpoint(
      `${shown(file)} is a TorchScript archive: it holds a program, which Tenfold does not run.`,
      'In PyTorch, save its weights alone: torch.save(torch.jit.load("net.pt").state_dict(), "net.pth").'
    )
  }
  const littleEndian = isLittleEndian(archive, folder, dialect)
  const storages = new Map<string, PthStorage>()
  const storageOf = (storage: TorchStorage): PthStorage => {
    const name = `${folder}data/${storage.key}`
    requireLength(archive.bytesOf(name), storage, dialect)
    const known = storages.get(name)
    if (known !== undefined) return known
    let content: Uint8Array | undefined
    const made = { littleEndian, read: () => (content ??= archive.read(name)) }
    storages.set(name, made)
    return made
  }
  const pickle = archive.read(folder + pickleName)
  const { value } = readPickle(Buffer.from(pickle.buffer, pickle.byteOffset, pickle.length), dialect)
  return pthTree(value, storageOf, dialect)
}

/** With a slash at its end. */
function folderOf(archive: ZipArchive, file: string): string {
  const pickles = archive.names.filter((name) => name === pickleName || name.endsWith(`/${pickleName}`))
  const [pickle] = pickles
  if (pickle !== undefined && pickles.length === 1) return pickle.slice(0, -pickleName.length)
  throw invalidCheckpoint(
    pickle === undefined
      ? `${shown(file)} is a zip archive, but not one that PyTorch writes: it has no ${pickleName}.`
      : `${shown(file)} is a zip archive with ${pickles.length} files of the name ${pickleName}.`,
    'Choose a file that torch.save wrote, as it is.'
  )
}

/** Files of PyTorch before 2.1 do not say it: they come from machines that are. */
function isLittleEndian(archive: ZipArchive, folder: string, dialect: PickleDialect): boolean {
  const name = `${folder}byteorder`
  const bytes = archive.bytesOf(name)
  if (bytes === undefined) return true
  const order = bytes > mostOrderBytes ? undefined : Buffer.from(archive.read(name)).toString('latin1')
  if (order === 'little' || order === 'big') return order === 'little'
  throw dialect.bad('has an unknown byte order', hints.damaged)
}

function requireLength(bytes: number | undefined, storage: TorchStorage, dialect: PickleDialect): void {
  if (bytes === storage.bytes) return
  throw dialect.bad(
    bytes === undefined
      ? `lacks the numbers of a tensor (data/${storage.key})`
      : `has ${bytes} bytes of numbers in data/${storage.key}, where ${storage.bytes} are needed`
  )
}
