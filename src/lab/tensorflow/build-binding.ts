import { spawn } from 'node:child_process'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import type { Environment } from '../download/proxy-for'
import { cancelled } from '../download/failure'
import { errorCode } from '../storage/storage-error'
import { libraryNames, type TensorflowLibrary } from './tensorflow-library'

export interface BuildRequest {
  /** With the binding's sources and Node's headers. */
  readonly sources: string
  readonly library: TensorflowLibrary
  /** Where the binding goes. */
  readonly output: string
  readonly environment: Environment
  readonly signal: AbortSignal
  readonly onLog: (text: string) => void
}

/**
 * Compiles the binding that tfjs-node ships and links it with TensorFlow's own library, which stays where it is.
 * @throws LabError 'unsupported' when there is no compiler or it fails, 'cancelled'
 */
export async function buildBinding(request: BuildRequest): Promise<void> {
  const { environment, onLog } = request
  const compilers = environment['CXX'] === undefined ? ['c++', 'g++', 'clang++'] : [environment['CXX']]
  const args = compilerArguments(request, process.platform)
  for (const compiler of compilers) {
    onLog(`${compiler} ${args.join(' ')}\n`)
    const outcome = await run(compiler, args, request)
    if (outcome === 'done') return
    if (outcome !== 'absent') throw buildFailed(compiler, outcome)
  }
  throw new LabError(
    'unsupported',
    'There is no C++ compiler on this computer, but the binding has to be compiled.',
    'Install one (Debian, Ubuntu: sudo apt install g++; Fedora: sudo dnf install gcc-c++; macOS: xcode-select --install), then try again.'
  )
}

/** For a compiler that takes GCC's arguments. */
function compilerArguments(
  { sources, library, output }: Pick<BuildRequest, 'sources' | 'library' | 'output'>,
  platform: string
): string[] {
  const names = libraryNames[platform] ?? []
  return [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-DNAPI_VERSION=8',
    `-I${sources}`,
    `-I${path.join(library.folder, 'include')}`,
    path.join(sources, 'tfjs_backend.cc'),
    path.join(sources, 'tfjs_binding.cc'),
    ...names.map((name) => path.join(library.folder, name)),
    // Found at run time where it was found now.
    `-Wl,-rpath,${library.folder}`,
    ...(platform === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup']
      : ['-shared', `-Wl,-rpath-link,${library.folder}`]),
    '-o',
    output
  ]
}

/** @returns 'done', 'absent' when there is no such program, or what it said when it failed */
function run(
  compiler: string,
  args: readonly string[],
  { environment, signal, onLog }: BuildRequest
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(compiler, args, {
      env: environment,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true
    })
    let said = ''
    const listen = (text: unknown): void => {
      said = (said + String(text)).slice(-20_000)
      onLog(String(text))
    }
    child.stdout.setEncoding('utf8').on('data', listen)
    child.stderr.setEncoding('utf8').on('data', listen)
    child.once('error', (error) => {
      if (signal.aborted) reject(cancelled())
      else if (errorCode(error) === 'ENOENT') resolve('absent')
      else reject(error)
    })
    child.once('close', (code) => resolve(code === 0 ? 'done' : said || `It ended with code ${code ?? '?'}.`))
  })
}

function buildFailed(compiler: string, said: string): LabError {
  const header = /fatal error: '?([\w./]+)'?(?: file not found|: No such file)/.exec(said)?.[1]
  const library = /cannot find (\S+?)(?::|$)/m.exec(said)?.[1]
  if (header !== undefined || library !== undefined) {
    return new LabError(
      'unsupported',
      `This TensorFlow does not contain ${header ?? library ?? 'a file'}, which the binding needs.`,
      'Use TensorFlow 2.16 or newer from PyPI: pip install --upgrade tensorflow.',
      said
    )
  }
  return new LabError(
    'unsupported',
    `The binding could not be compiled with ${compiler}.`,
    'Update the compiler (GCC 9 or Clang 10 or newer), or use another TensorFlow. The log shows the compiler’s messages.',
    said
  )
}
