import { crc32, deflateRawSync } from 'node:zlib'

/** A file of a zip archive, which may lie about itself. */
export interface ZipPiece {
  readonly name: string
  readonly content: Uint8Array
  readonly deflate?: boolean
  /** In the list of files; by default the truth. */
  readonly listed?: {
    readonly name?: string
    readonly bytes?: number
    readonly packedBytes?: number
    readonly local?: number
    readonly flags?: number
    readonly method?: number
    readonly crc32?: number
  }
  /** Content that is packed already. */
  readonly packed?: Uint8Array
}

export interface ZipEnd {
  readonly count?: number
  readonly offset?: number
  readonly comment?: string
}

/** A zip archive with any faults. */
export function zipBytes(pieces: readonly ZipPiece[], end: ZipEnd = {}): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, deflate = false, listed = {}, packed } of pieces) {
    const data = packed ?? (deflate ? deflateRawSync(content) : content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    locals.push(local, Buffer.from(name), Buffer.from(data))
    const header = Buffer.alloc(46)
    const listedName = Buffer.from(listed.name ?? name)
    header.writeUInt32LE(0x02014b50, 0)
    header.writeUInt16LE(listed.flags ?? 0, 8)
    header.writeUInt16LE(listed.method ?? (deflate || packed !== undefined ? 8 : 0), 10)
    header.writeUInt32LE(listed.crc32 ?? crc32(content), 16)
    header.writeUInt32LE(listed.packedBytes ?? data.length, 20)
    header.writeUInt32LE(listed.bytes ?? content.length, 24)
    header.writeUInt16LE(listedName.length, 28)
    header.writeUInt32LE(listed.local ?? at, 42)
    directory.push(header, listedName)
    at += 30 + Buffer.byteLength(name) + data.length
  }
  const list = Buffer.concat(directory)
  const last = Buffer.alloc(22)
  const comment = Buffer.from(end.comment ?? '')
  last.writeUInt32LE(0x06054b50, 0)
  last.writeUInt16LE(end.count ?? pieces.length, 8)
  last.writeUInt16LE(end.count ?? pieces.length, 10)
  last.writeUInt32LE(list.length, 12)
  last.writeUInt32LE(end.offset ?? at, 16)
  last.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, list, last, comment])
}

/** Zeros, packed without ever being there. @param megabytes of 2^20 bytes */
export function packedZeros(megabytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: 3 }) // Z_FULL_FLUSH: the next follows
  return Buffer.concat([...Array.from({ length: megabytes }, () => piece), deflateRawSync(Buffer.alloc(0))])
}
