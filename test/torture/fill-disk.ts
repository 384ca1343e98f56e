import { open } from 'node:fs/promises'
import path from 'node:path'

/** Leaves no more than that many bytes, in whole pages. @returns the file that takes the room */
export async function fillDisk(disk: string, free: number): Promise<string> {
  const ballast = path.join(disk, 'ballast')
  const handle = await open(ballast, 'w')
  const page = Buffer.alloc(4096)
  let size = 0
  try {
    for (;;) size += (await handle.write(page)).bytesWritten
  } catch {
    await handle.truncate(Math.max(0, size - free)) // the disk is full: that was wanted
  } finally {
    await handle.close()
  }
  return ballast
}
