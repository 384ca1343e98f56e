import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../core/base/lab-error'
import { z } from '../core/base/schema'
import { readSealedFile, writeSealedFile } from '../lab/storage/sealed-file'

const rememberedServer = z.object({
  /** Signs the sessions of browsers: base64url of 256 random bits. */
  key: z.string().regex(/^[\w-]{43}$/),
  /** Where the last server listened that was not told where. */
  port: z.int().min(1).max(65_535).optional()
})
/** What a server leaves to the next one on the same data folder, so that open pages find it and are known to it. */
export type RememberedServer = z.infer<typeof rememberedServer>

const kind = { name: 'memory of the server', format: 2, content: rememberedServer }
const ownerOnly = 0o600

export class ServerMemory {
  readonly #file: string

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'server.json')
  }

  /** @returns nothing where no server has been, and a problem where what it left cannot be used */
  async load(): Promise<{ readonly remembered?: RememberedServer; readonly problem?: string }> {
    try {
      const remembered = await readSealedFile(this.#file, kind, () => 'Sign in again.')
      if (remembered === undefined) return {}
      const { mode } = await stat(this.#file)
      if (process.platform !== 'win32' && (mode & 0o077) !== 0)
        return { problem: `Others could have read the key in ${this.#file}.` }
      return { remembered }
    } catch (thrown) {
      return { problem: LabError.from(thrown).message }
    }
  }

  /** @throws LabError 'storage' */
  save(remembered: RememberedServer): Promise<void> {
    return writeSealedFile(this.#file, kind, remembered, undefined, ownerOnly)
  }
}

export function newSessionKey(): string {
  return randomBytes(32).toString('base64url')
}
