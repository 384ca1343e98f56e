import { maxCheckpointBytes } from '../../../core/checkpoint/checkpoint-files'
import { formatCount } from '../../../core/format/format-number'
import { invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import { ValueBudget } from '../tensors/value-budget'
import type { PthContent } from './pth-value'
import { readLegacyPth } from './read-legacy-pth'
import { readZipPth } from './read-zip-pth'
import { torchDialect } from './torch-dialect'
import type { TorchStorage } from './torch-storage'

/**
 * Reads a file of `torch.save`: the zip archive of PyTorch 1.6 and later, or the format before it. Nothing in it is run; what
 * asks for more than tensors, numbers, texts, lists and dictionaries is refused by name. Tensors are read when they are asked
 * for.
 * @param file its name, for errors
 * @throws LabError 'checkpoint-invalid'
 */
export function decodePth(bytes: Uint8Array, file: string): PthContent {
  if (bytes.length > maxCheckpointBytes) {
    throw invalidCheckpoint(
      `${shown(file)} has ${formatCount(bytes.length)} bytes; at most ${formatCount(maxCheckpointBytes)} are allowed.`,
      'Checkpoints of networks that Tenfold can train are smaller. Choose another file.'
    )
  }
  const budget = new ValueBudget(file)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const referred = new Map<string, TorchStorage>()
  const dialect = torchDialect(file, referred)
  if (isZip(buffer)) return { file, format: 'zip', value: readZipPth(bytes, file, dialect, budget), budget }
  if (buffer[0] === proto)
    return { file, format: 'legacy', value: readLegacyPth(buffer, dialect, referred), budget }
  throw notWrittenByTorch(buffer, file)
}

/** The first instruction of every pickle that torch.save writes. */
const proto = 0x80

function isZip(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50
}

function notWrittenByTorch(bytes: Buffer, file: string): Error {
  if (bytes.length === 0)
    return invalidCheckpoint(`${shown(file)} is empty.`, 'Copy it again, or use another checkpoint.')
  if (bytes.toString('latin1', 257, 262) === 'ustar') {
    return invalidCheckpoint(
      `${shown(file)} is a tar archive, as PyTorch wrote it before 0.1.10. Tenfold does not read those.`,
      'If you made it yourself, load it in PyTorch and save its state dict again. If not, do not open it in Python.'
    )
  }
  return invalidCheckpoint(
    `${shown(file)} is not a file that torch.save writes.`,
    'Choose a .pth file with a state dict: torch.save(net.state_dict(), "net.pth").'
  )
}
