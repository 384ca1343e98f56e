import { randomBytes } from 'node:crypto'
import { stat, symlink, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { z } from '../../core/base/schema'
import { hasErrorCode } from '../storage/storage-error'

/** Where a socket lies as the kernel sees it: only through the very same file does it answer. */
export const socketPlace = z.object({ device: z.string(), inode: z.string() })
export type SocketPlace = z.infer<typeof socketPlace>

/** What trying to connect says. `unclear`: it may be raised where it cannot be seen from here. */
export type SignState = 'raised' | 'lowered' | 'unclear'

/**
 * A sign that the system itself takes down when its process ends, however it ends: a socket that listens. On Unix it is
 * a file beside what is owned, so that a container that shares the folder reaches it too; on Windows a named pipe.
 */
export class LifeSign {
  readonly #server: Server
  readonly place: SocketPlace

  private constructor(server: Server, place: SocketPlace) {
    this.#server = server
    this.place = place
  }

  /** @returns undefined where sockets cannot be made, as on FAT or some network file systems */
  static async raise(path: string): Promise<LifeSign | undefined> {
    // A process that connects only wants to know that it is possible.
    const server = createServer((socket) => socket.on('error', () => socket.destroy()).destroy())
    try {
      await withAddress(path, (address) => listen(server, address))
      const sign = new LifeSign(server.unref(), await placeOf(path))
      return sign
    } catch {
      // Whatever the reason: the process's own identity has to do, and says less.
      server.close()
      return undefined
    }
  }

  /** Its file, which may have been moved, is the caller's to remove. */
  lower(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

/** Whether the sign that was raised at `place` is up; where that is not known, any sign. */
export async function lookForSign(path: string, place?: SocketPlace): Promise<SignState> {
  try {
    const { device, inode } = await placeOf(path)
    // A copy, or the same file through another mount: there is nobody behind it, whether or not the owner lives.
    if (place !== undefined && (device !== place.device || inode !== place.inode)) return 'unclear'
    await withAddress(path, knock)
    return 'raised'
  } catch (cause) {
    if (hasErrorCode(cause, 'ECONNREFUSED')) return 'lowered'
    if (hasErrorCode(cause, 'ENOENT') && process.platform === 'win32') return 'lowered'
    // So many are looking at once that they have to wait.
    return hasErrorCode(cause, 'EAGAIN', 'EBUSY') ? 'raised' : 'unclear'
  }
}

/** Bytes that every Unix takes as the address of a socket; what is longer would be cut off by some. */
const longestAddress = 100

/** Calls `use` with an address of the socket: on Unix its path, through a link in between where that is too long. */
async function withAddress(path: string, use: (address: string) => Promise<void>): Promise<void> {
  if (process.platform === 'win32') return use(String.raw`\\.\pipe\tenfold-${basename(path)}`)
  if (Buffer.byteLength(path) <= longestAddress) return use(path)
  const link = join(tmpdir(), `tenfold-${randomBytes(6).toString('hex')}`)
  const address = join(link, basename(path))
  if (Buffer.byteLength(address) > longestAddress) throw new Error(`${address} is too long for a socket`)
  await symlink(dirname(path), link)
  try {
    await use(address)
  } finally {
    // Electron's Node takes `rm` of a link to a folder for the removal of the folder, and refuses it.
    await unlink(link)
  }
}

async function placeOf(path: string): Promise<SocketPlace> {
  // A named pipe has no file; its name is its own.
  if (process.platform === 'win32') return { device: '', inode: '' }
  const { dev, ino } = await stat(path, { bigint: true })
  return { device: String(dev), inode: String(ino) }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => resolve())
  })
}

function knock(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
  })
}
