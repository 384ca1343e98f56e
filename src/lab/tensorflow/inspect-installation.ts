import { access } from 'node:fs/promises'
import { LabError } from '../../core/base/lab-error'
import type { TensorflowStatus } from '../contract/tensorflow-status'
import { sourcesVersion } from './fetch-sources'
import type { TensorflowInstallation } from './installation'
import { readTensorflowLibrary } from './tensorflow-library'

/** Whether a binding that was set up is there, and its TensorFlow still the one that it was built for. */
export async function inspectInstallation(installation: TensorflowInstallation): Promise<TensorflowStatus> {
  const { binding, description, library } = installation
  const outdated = (reason: string): TensorflowStatus => ({ state: 'outdated', reason, binding })
  try {
    await access(binding)
  } catch {
    return outdated('The binding’s file is missing.')
  }
  if (library === undefined) return { state: 'ready', description, binding }
  if (installation.sources !== sourcesVersion) return outdated('It was built from older sources.')
  try {
    const now = await readTensorflowLibrary(library.folder)
    if (now.fingerprint === library.fingerprint) return { state: 'ready', description, binding }
    return outdated(
      `TensorFlow changed from ${library.version} to ${now.version} since the binding was built.`
    )
  } catch (thrown) {
    return outdated(LabError.from(thrown).message)
  }
}
