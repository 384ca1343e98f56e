import { access } from 'node:fs/promises'
import path from 'node:path'
import { assertNever } from '../../core/base/assert-never'
import { LabError } from '../../core/base/lab-error'
import type { TensorflowSource, TensorflowStatus } from '../contract/tensorflow-status'
import type { Environment } from '../download/proxy-for'
import { makeFolder } from '../storage/make-folder'
import { userPath } from '../storage/user-path'
import { libraryFolder, packageFolder } from './binding-folder'
import { buildBinding } from './build-binding'
import { downloadPackage } from './download-package'
import { fetchSources, sourcesVersion } from './fetch-sources'
import { discoverTensorflow, tensorflowAt } from './find-python'
import type { TensorflowInstallation } from './installation'
import type { TensorflowLibrary } from './tensorflow-library'

export interface BindingContext {
  /** `<data folder>/tensorflow`. */
  readonly folder: string
  readonly environment: Environment
  readonly signal: AbortSignal
  readonly onStage: (stage: Extract<TensorflowStatus, { state: 'installing' }>['stage']) => void
  readonly onLog: (text: string) => void
}

/** How long npm may take for 240 kB, and for the package with its download. */
const fetchMs = 60_000
const downloadMs = 600_000

/**
 * Builds, downloads or finds the binding; it is not verified yet, and has no description.
 * @throws LabError what went wrong
 */
export async function prepareBinding(
  source: TensorflowSource,
  context: BindingContext
): Promise<TensorflowInstallation> {
  const { folder, environment, signal, onStage, onLog } = context
  const found = { source: source.kind, description: '' }
  onStage('looking')
  switch (source.kind) {
    case 'python': {
      const library =
        source.place === undefined
          ? await discoverTensorflow(environment)
          : await tensorflowAt(userPath(source.place))
      const binding = await build(library, context)
      const { folder: place, version, cuda, fingerprint } = library
      return {
        ...found,
        binding,
        library: { folder: place, version, cuda, fingerprint },
        sources: sourcesVersion
      }
    }
    case 'package': {
      onStage('fetching')
      const place = packageFolder(folder, source.device)
      const instead = 'Build the binding for a Python environment instead.'
      const call = { signal, environment, timeoutMs: downloadMs, instead, onOutput: onLog }
      return { ...found, binding: await downloadPackage(place, source.device, call) }
    }
    case 'file': {
      const file = path.resolve(userPath(source.path))
      await access(file).catch((cause: unknown) => {
        throw new LabError(
          'not-found',
          `${file} does not exist.`,
          'Choose a file tfjs_binding.node: it is in lib/napi-v8 of an installed @tensorflow/tfjs-node-gpu.',
          cause
        )
      })
      return { ...found, binding: file }
    }
    default:
      return assertNever(source)
  }
}

async function build(
  library: TensorflowLibrary,
  { folder, environment, signal, onStage, onLog }: BindingContext
): Promise<string> {
  const place = libraryFolder(folder, library)
  const output = path.join(place, 'tfjs_binding.node')
  const sources = path.join(place, 'sources')
  await makeFolder(place)
  onStage('fetching')
  onLog(`TensorFlow ${library.version} in ${library.folder}\n${sourcesVersion}\n`)
  await fetchSources(sources, {
    signal,
    environment,
    timeoutMs: fetchMs,
    instead: 'Install Node with npm, or choose an existing binding.'
  })
  onStage('compiling')
  await buildBinding({ sources, library, output, environment, signal, onLog })
  return output
}
