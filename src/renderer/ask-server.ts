import { LabError } from '../core/base/lab-error'
import { serverPaths } from '../lab/contract/channels'
import { serverStatus, type ServerStatus } from '../lab/contract/server-status'

/** For an answer of a few bytes, in milliseconds. */
const patienceMs = 6_000

/**
 * Asks the server whether this page may connect: a browser does not tell why a WebSocket was refused.
 * @param page its address
 * @returns the server's version
 * @throws LabError that says why not, and what to do
 */
export async function askServer(page: string): Promise<string> {
  const address = new URL(serverPaths.status, page)
  address.searchParams.set('origin', address.origin)
  const { version, problem } = await fetchStatus(address)
  if (problem !== undefined) throw new LabError('offline', problem.message, problem.hint)
  if (version === undefined) throw stopped()
  return version
}

async function fetchStatus(address: URL): Promise<ServerStatus> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), patienceMs)
  try {
    const response = await fetch(address, { signal: abort.signal, cache: 'no-store' })
    return serverStatus.parse(await response.json())
  } catch (cause) {
    // Nobody answers, or a proxy does in the server's place.
    throw stopped(cause)
  } finally {
    clearTimeout(timer)
  }
}

function stopped(cause?: unknown): LabError {
  return new LabError(
    'offline',
    'The server does not answer.',
    'If it was stopped, start it again with the same command: this page then reconnects automatically. Everything that was trained is kept.',
    cause
  )
}
