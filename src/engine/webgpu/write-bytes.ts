/** Bytes of a write: the driver keeps a copy of each until it is done. */
const pieceBytes = 16 * 2 ** 20

/**
 * Copies bytes into a buffer, in pieces and padded to whole words.
 * @param bytes may lie in shared memory
 */
export function writeBytes(device: GPUDevice, buffer: GPUBuffer, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const piece = bytes.subarray(from, from + pieceBytes)
    // Dawn reads no shared memory, and whole words only.
    const copy = new Uint8Array(wordBytes(piece.length))
    copy.set(piece)
    device.queue.writeBuffer(buffer, from, copy)
  }
}

/** Bytes rounded up to whole 32-bit words. */
export function wordBytes(bytes: number): number {
  return Math.ceil(bytes / 4) * 4
}
