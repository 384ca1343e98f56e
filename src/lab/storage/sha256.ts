import { createHash } from 'node:crypto'

/** Hexadecimal, 64 digits. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}
