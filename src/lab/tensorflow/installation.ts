import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from '../../core/schema'
import { errorCode } from '../storage/storage-error'
import { writeFileAtomically } from '../storage/write-file-atomically'

/** What was set up, and found again at the next start: `<data folder>/tensorflow/installation.json`. */
export const tensorflowInstallation = z.object({
  formatVersion: z.literal(1),
  /** Where the library came from. */
  source: z.enum(['python', 'package', 'file']),
  /** Absolute path of the binding. */
  binding: z.string(),
  /** What the verification found: `TensorFlow 2.21.0 on the CPU`. */
  description: z.string(),
  /** Of the library that it was built for; undefined where that is not known. */
  library: z
    .object({ folder: z.string(), version: z.string(), cuda: z.string(), fingerprint: z.string() })
    .optional(),
  /** The sources that it was built from. */
  sources: z.string().optional()
})
export type TensorflowInstallation = z.infer<typeof tensorflowInstallation>

const fileName = 'installation.json'

/** @returns undefined when nothing was set up, or what is there cannot be read any more */
export async function readInstallation(folder: string): Promise<TensorflowInstallation | undefined> {
  try {
    const text = await readFile(path.join(folder, fileName), 'utf8')
    return tensorflowInstallation.safeParse(JSON.parse(text)).data
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT' || thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}

export async function writeInstallation(folder: string, installation: TensorflowInstallation): Promise<void> {
  await writeFileAtomically(path.join(folder, fileName), `${JSON.stringify(installation, null, 2)}\n`)
}
