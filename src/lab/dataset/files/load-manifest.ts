import { LabError } from '../../../core/base/lab-error'
import { decodeText } from '../../../core/base/decode-text'
import { parseWritten } from '../../../core/base/parse-input'
import { readBoundedFile } from '../../storage/read-bounded-file'
import { userPath } from '../../storage/user-path'
import { cifar10Manifest } from './cifar10-manifest'
import { honestName } from './honest-name'
import { datasetManifest, type DatasetManifest } from './manifest'

/** A thousand files take a fraction of it. */
const maxManifestBytes = 1_000_000

/** Names a JSON file with another manifest than CIFAR-10's: a subset for a class, or a small one for tests. */
export const manifestVariable = 'TENFOLD_DATASET_MANIFEST'

/**
 * CIFAR-10, unless the environment names another manifest.
 * @throws LabError 'not-found' | 'invalid-input'
 */
export async function loadManifest(
  environment: Readonly<Record<string, string | undefined>>
): Promise<DatasetManifest> {
  const given = environment[manifestVariable]
  if (given === undefined || given === '') return cifar10Manifest
  const file = userPath(given)
  const bytes = await readBoundedFile(file, maxManifestBytes).catch((error: unknown) => {
    if (error instanceof LabError) throw error
    throw new LabError(
      'not-found',
      `The data set manifest ${file} cannot be read.`,
      `Correct the environment variable ${manifestVariable}, or unset it to use CIFAR-10.`,
      error
    )
  })
  const manifest = parseWritten(
    datasetManifest,
    parseJson(decodeText(bytes), file),
    `The data set manifest ${file}`
  )
  return { ...manifest, name: honestName(manifest) }
}

function parseJson(text: string | undefined, file: string): unknown {
  try {
    if (text !== undefined) return JSON.parse(text)
  } catch (cause) {
    throw notJson(file, cause)
  }
  throw notJson(file)
}

function notJson(file: string, cause?: unknown): LabError {
  return new LabError(
    'invalid-input',
    `The data set manifest ${file} is not JSON.`,
    `Correct the file, or unset the environment variable ${manifestVariable} to use CIFAR-10.`,
    cause
  )
}
