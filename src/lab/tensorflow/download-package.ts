import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { type NpmCall, runNpm } from '../npm/run-npm'
import { makeFolder } from '../storage/make-folder'

const version = '4.22.0'

/**
 * The package's own way: npm installs it and runs its install script, which downloads TensorFlow 2.9.1 (with CUDA 11.2
 * for the GPU) and a binding that was built beforehand.
 * @returns absolute path of the binding
 * @throws LabError 'download-failed' | 'offline' | 'unsupported' | 'cancelled'
 */
export async function downloadPackage(folder: string, device: 'cpu' | 'gpu', call: NpmCall): Promise<string> {
  const name = device === 'gpu' ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node'
  await makeFolder(folder)
  // npm would otherwise look for a project in the folders above.
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n')
  call.onOutput?.(`npm install ${name}@${version}\n`)
  const told = await runNpm(
    [
      'install',
      `${name}@${version}`,
      '--prefix',
      folder,
      '--ignore-scripts=false',
      '--foreground-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=notice'
    ],
    call
  )
  const binding = await findBinding(path.join(folder, 'node_modules', ...name.split('/')))
  if (binding !== undefined) return binding
  throw new LabError(
    'download-failed',
    'The package was installed, but its script could not download TensorFlow.',
    'Its server may be blocked here. Use the TensorFlow of a Python environment instead.',
    told
  )
}

/** `lib/napi-v8/tfjs_binding.node` of an installed package, the newest interface that is there. */
async function findBinding(packageFolder: string): Promise<string | undefined> {
  const lib = path.join(packageFolder, 'lib')
  const folders = (await readdir(lib).catch(() => [])).filter((name) => name.startsWith('napi-v')).sort()
  for (const name of folders.reverse()) {
    const files = await readdir(path.join(lib, name))
    if (files.includes('tfjs_binding.node')) return path.join(lib, name, 'tfjs_binding.node')
  }
  return undefined
}
