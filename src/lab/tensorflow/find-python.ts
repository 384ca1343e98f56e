import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Environment } from '../download/proxy-for'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { readTensorflowLibrary, type TensorflowLibrary } from './tensorflow-library'

/** How long an interpreter may take to answer. */
const timeoutMs = 15_000

/** Finds TensorFlow without importing it, which would take seconds. */
const question = `
import importlib.util, json
spec = importlib.util.find_spec('tensorflow')
places = list(spec.submodule_search_locations or []) if spec else []
print(json.dumps(places[:1]))
`
const answer = z.array(z.string())
const run = promisify(execFile)

/** Interpreters that an environment suggests, the active one first. */
function likelyPythons(environment: Environment, platform: string = process.platform): string[] {
  const active = [environment['VIRTUAL_ENV'], environment['CONDA_PREFIX']].flatMap((folder) =>
    folder === undefined || folder === '' ? [] : [interpreterIn(folder, platform)]
  )
  return [...active, ...(platform === 'win32' ? ['python'] : ['python3', 'python'])]
}

/**
 * TensorFlow in the first of the likely environments that has it.
 * @throws LabError 'not-found'
 */
export async function discoverTensorflow(environment: Environment): Promise<TensorflowLibrary> {
  for (const python of likelyPythons(environment)) {
    const folder = await askPython(python).catch(() => undefined)
    if (folder !== undefined) return readTensorflowLibrary(folder)
  }
  throw new LabError(
    'not-found',
    'No Python environment with TensorFlow was found.',
    'Run pip install tensorflow-cpu, or pip install "tensorflow[and-cuda]" for an NVIDIA GPU; or name the environment that has TensorFlow.'
  )
}

/**
 * TensorFlow in a place that the user named: an interpreter, an environment, a folder of packages, or the folder
 * `tensorflow` itself.
 * @throws LabError 'not-found' | 'unsupported'
 */
export async function tensorflowAt(place: string): Promise<TensorflowLibrary> {
  const found = await stat(place).catch(() => undefined)
  if (found === undefined) {
    throw new LabError('not-found', `${place} does not exist.`, 'Check the path of the Python environment.')
  }
  if (found.isFile()) return readTensorflowLibrary((await askPython(place)) ?? place)
  const interpreter = interpreterIn(place, process.platform)
  const isEnvironment = await stat(interpreter).then(
    () => true,
    () => false
  )
  if (isEnvironment) return readTensorflowLibrary((await askPython(interpreter)) ?? place)
  return readTensorflowLibrary(path.basename(place) === 'tensorflow' ? place : path.join(place, 'tensorflow'))
}

function interpreterIn(folder: string, platform: string): string {
  return platform === 'win32' ? path.join(folder, 'python.exe') : path.join(folder, 'bin', 'python')
}

/** @returns the folder `tensorflow`, undefined when this Python has none */
async function askPython(python: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(python, ['-c', question], { timeout: timeoutMs, windowsHide: true })
    const [folder] = answer.parse(JSON.parse(stdout))
    return folder
  } catch (cause) {
    throw new LabError(
      'not-found',
      `${python} does not answer like Python.`,
      'Name a Python interpreter or the folder of its environment.',
      cause
    )
  }
}
