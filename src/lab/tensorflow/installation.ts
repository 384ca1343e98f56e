import path from 'node:path'
import { z } from '../../core/base/schema'
import { makeFolder } from '../storage/make-folder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { storageError } from '../storage/storage-error'

/** What was set up, and found again at the next start: `<data folder>/tensorflow/installation.json`. */
const tensorflowInstallation = z.object({
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

export const installationFile = 'installation.json'
const kind = { name: 'installation of TensorFlow', format: 2, content: tensorflowInstallation }

/**
 * @returns undefined when nothing was set up
 * @throws LabError 'data-corrupt' | 'unsupported' | 'storage'
 */
export async function readInstallation(folder: string): Promise<TensorflowInstallation | undefined> {
  return readSealedFile(
    path.join(folder, installationFile),
    kind,
    () => 'Set TensorFlow up again: in the Devices room, or with devices install.'
  )
}

/** @throws LabError 'storage' */
export async function writeInstallation(folder: string, installation: TensorflowInstallation): Promise<void> {
  await makeFolder(folder).catch((cause: unknown) => {
    throw storageError(cause, 'make', folder)
  })
  await writeSealedFile(path.join(folder, installationFile), kind, installation, 2)
}
