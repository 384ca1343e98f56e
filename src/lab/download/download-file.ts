import { type FileHandle, open, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { readStoredFile } from '../storage/read-stored-file'
import { errorCode } from '../storage/storage-error'
import { syncFile } from '../storage/sync-to-disk'
import { cancelled, describeFailure } from './failure'
import { type HttpAccess, httpGet, type HttpResponse, StallError } from './http-get'
import { HttpStatusError } from './http-status-error'
import type { Environment } from './proxy-for'

export interface DownloadTiming {
  /** Silence, in milliseconds, after which a connection counts as stalled. */
  readonly idleMs: number
  /** Pauses before another attempt, in milliseconds; as many attempts in a row may bring nothing new. */
  readonly retryMs: readonly number[]
}

export interface FileDownload {
  readonly url: string
  /** Where it goes. What has come so far is kept there, with a note beside it, until it is complete. */
  readonly file: string
  /** For messages: `the archive of CIFAR-10`. */
  readonly what: string
  readonly signal: AbortSignal
  readonly timing: DownloadTiming
  readonly environment: Environment
  readonly access?: HttpAccess
  /** total is 0 while unknown */
  readonly onProgress: (done: number, total: number) => void
}

/** What a partial file is a part of. */
const partialNote = z.object({
  url: z.string(),
  /** An ETag or a date for If-Range; none where the server gave neither. */
  validator: z.string().optional(),
  total: z.int().optional()
})
type PartialNote = z.infer<typeof partialNote>

/**
 * Downloads a file, going on where an earlier attempt, or an earlier process, was cut (RFC 9110, sections 13 and 14).
 * Its content is not verified: a server without validators may have changed it between two parts.
 * @throws LabError 'offline' | 'download-failed' | 'storage' | 'cancelled'; what has come is kept
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { timing, signal, what } = download
  let best = 0
  for (let failures = 0; ;) {
    try {
      if (await attempt(download)) return
    } catch (error) {
      // An aborted connection may also end in an error that looks like a cut.
      if (signal.aborted) throw cancelled()
      if (!isTransient(error)) throw describeFailure(error, what)
      const size = await fileSize(download.file)
      if (size > best) failures = 0
      best = Math.max(best, size)
      const pause = timing.retryMs[failures]
      if (pause === undefined) throw describeFailure(error, what)
      failures += 1
      await sleep(pause, undefined, { signal }).catch((reason: unknown) => {
        throw describeFailure(reason, what)
      })
    }
  }
}

/** Forgets a partial or a wrong file, so that the next download starts from nothing. */
export async function discardDownload(file: string): Promise<void> {
  await rm(file, { force: true })
  await rm(notePath(file), { force: true })
}

const notePath = (file: string): string => `${file}.json`

/** @returns whether the file is complete; if not, it was discarded and has to be requested again */
async function attempt(download: FileDownload): Promise<boolean> {
  const { url, file, onProgress } = download
  const note = await readNote(file)
  const have = note?.url === url ? await fileSize(file) : 0
  if (note !== undefined && have > 0 && have === note.total) {
    onProgress(have, have)
    return true
  }
  const response = await httpGet(url, {
    signal: download.signal,
    idleMs: download.timing.idleMs,
    environment: download.environment,
    ...(download.access === undefined ? {} : { access: download.access }),
    headers:
      have === 0
        ? {}
        : {
            Range: `bytes=${have}-`,
            ...(note?.validator === undefined ? {} : { 'If-Range': note.validator })
          }
  })
  try {
    switch (response.status) {
      case 200:
        await receive(download, response, 0, bodyLength(response))
        return true
      case 206: {
        const range = contentRange(response)
        if (range?.from === have && (note?.total === undefined || note.total === range.total)) {
          await receive(download, response, have, range.total)
          return true
        }
        break
      }
      case 416:
        break
      default:
        throw new HttpStatusError(response.status, new URL(url).host)
    }
  } finally {
    response.discard()
  }
  // The partial file no longer fits what the server has. Without one, there is nothing to start again from.
  if (have === 0) throw new HttpStatusError(response.status, new URL(url).host)
  await discardDownload(file)
  return false
}

async function receive(
  download: FileDownload,
  response: HttpResponse,
  from: number,
  total: number | undefined
): Promise<void> {
  const { url, file, onProgress } = download
  const validator = strongValidator(response)
  const note: PartialNote = {
    url,
    ...(validator === undefined ? {} : { validator }),
    ...(total === undefined ? {} : { total })
  }
  const handle = await open(file, from === 0 ? 'w' : 'r+')
  try {
    if (from === 0) await writeFile(notePath(file), JSON.stringify(note))
    const done = await append(handle, response, from, (bytes) => onProgress(bytes, total ?? 0))
    if (total !== undefined && done !== total) {
      throw new StallError(`the connection ended after ${done} of ${total} bytes`)
    }
    await syncFile(handle)
    await writeFile(notePath(file), JSON.stringify({ ...note, total: done }))
  } finally {
    await handle.close()
  }
}

async function append(
  handle: FileHandle,
  response: HttpResponse,
  from: number,
  onBytes: (bytes: number) => void
): Promise<number> {
  let at = from
  onBytes(at)
  for await (const piece of response.body()) {
    for (let written = 0; written < piece.length;) {
      const result = await handle.write(piece, written, piece.length - written, at)
      written += result.bytesWritten
      at += result.bytesWritten
    }
    onBytes(at)
  }
  return at
}

/** Whether another attempt may help. */
function isTransient(error: unknown): boolean {
  if (error instanceof HttpStatusError) return error.status >= 500 || [408, 425, 429].includes(error.status)
  if (error instanceof LabError) return false
  if (error instanceof StallError) return true
  const code = errorCode(error)
  return code !== undefined && /^(ECONN|ENET|EHOST|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|HPE_)/.test(code)
}

/** What If-Range may carry: a strong ETag, or else a date. */
function strongValidator(response: HttpResponse): string | undefined {
  const etag = response.header('etag')
  return etag?.startsWith('"') === true ? etag : response.header('last-modified')
}

function bodyLength(response: HttpResponse): number | undefined {
  const length = response.header('content-length')
  return length === undefined ? undefined : Number(length)
}

/** `bytes 100-199/1000` */
export function contentRange(
  response: HttpResponse
): { readonly from: number; readonly total: number } | undefined {
  const range = response.header('content-range')
  if (range === undefined) return undefined
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(range)
  return match === null ? undefined : { from: Number(match[1]), total: Number(match[2]) }
}

async function readNote(file: string): Promise<PartialNote | undefined> {
  try {
    const bytes = await readStoredFile(notePath(file))
    return bytes === undefined ? undefined : partialNote.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    // No note, or one that was cut short: nothing to go on from.
    return undefined
  }
}

async function fileSize(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0
    throw error
  }
}
