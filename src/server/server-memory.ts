import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from '../core/schema'
import { writeFileAtomically } from '../lab/storage/write-file-atomically'

const rememberedServer = z.object({
  version: z.literal(1),
  /** Signs the sessions of browsers: base64url of 256 random bits. */
  key: z.string().regex(/^[\w-]{43}$/),
  /** Where the last server listened that was not told where. */
  port: z.int().min(1).max(65_535).optional()
})
/** What a server leaves to the next one on the same data folder, so that open pages find it and are known to it. */
export type RememberedServer = z.infer<typeof rememberedServer>

const ownerOnly = 0o600

export class ServerMemory {
  readonly #file: string

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'server.json')
  }

  /** @returns undefined where there is nothing, or where others could have read the key */
  async load(): Promise<RememberedServer | undefined> {
    try {
      const { mode } = await stat(this.#file)
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) return undefined
      const parsed = rememberedServer.safeParse(JSON.parse(await readFile(this.#file, 'utf8')))
      return parsed.success ? parsed.data : undefined
    } catch {
      return undefined // a new key is made, and browsers sign in again
    }
  }

  /** @throws LabError 'storage' */
  save(remembered: RememberedServer): Promise<void> {
    return writeFileAtomically(this.#file, JSON.stringify(remembered), ownerOnly)
  }
}

export function newSessionKey(): string {
  return randomBytes(32).toString('base64url')
}
