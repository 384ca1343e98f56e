import path from 'node:path'
import { dataFolder } from '../../lab/storage/data-folder'
import { readInstallation } from '../../lab/tensorflow/installation'

/**
 * Tells the tensorflow engine where the binding is that the lab set up, unless the environment names one: engines know
 * nothing of data folders.
 */
export async function useInstalledTensorflow(): Promise<void> {
  if (process.env['TENFOLD_TENSORFLOW'] !== undefined) return
  const folder = path.join(dataFolder(process.env), 'tensorflow')
  // What is wrong with the record of it, the lab tells; here TensorFlow is not there, and other engines are.
  const installation = await readInstallation(folder).catch(() => undefined)
  if (installation === undefined) return
  const { binding, library } = installation
  process.env['TENFOLD_TENSORFLOW'] = binding
  if (library !== undefined) process.env['TENFOLD_TENSORFLOW_CUDA'] = library.cuda
}
