import { type Zippable, zipSync } from 'fflate'
import type { PythonValue } from './python-value'
import { writePickle } from './write-pickle'

/** Data begins at multiples of it, so that it can be mapped into memory. */
const alignment = 64
/** The kind of extra field that PyTorch fills up with: "FB". */
const paddingField = 0x4246
const localHeaderBytes = 30
const extraHeaderBytes = 4
/** The earliest day that a zip file can name: the same network gives the same file. */
const day = new Date(1980, 0, 1)

/**
 * A value as the file that `torch.save` writes: a zip archive, uncompressed, with a pickle and one record for each
 * tensor's data. `torch.load(file, weights_only=True)` reads it. Layout as in torch/csrc/serialize (caffe2/serialize/inline_container).
 * @param name of the file without its ending, which is the folder in the archive
 */
export function encodePth(name: string, value: PythonValue): Uint8Array {
  const { pickle, storages } = writePickle(value)
  const text = (content: string): Uint8Array => new TextEncoder().encode(content)
  const records: readonly (readonly [path: string, content: Uint8Array])[] = [
    ['data.pkl', pickle],
    ['byteorder', text('little')],
    ...storages.map((bytes, i) => [`data/${i}`, bytes] as const),
    ['version', text('3\n')]
  ]
  const files: Zippable = {}
  let at = 0
  for (const [path, content] of records) {
    const entry = `${name}/${path}`
    const bare = at + localHeaderBytes + text(entry).length + extraHeaderBytes
    const padding = (alignment - (bare % alignment)) % alignment
    files[entry] = [content, { level: 0, mtime: day, extra: { [paddingField]: new Uint8Array(padding) } }]
    at = bare + padding + content.length
  }
  return zipSync(files)
}
