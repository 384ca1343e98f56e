import { performance } from 'node:perf_hooks'
import { contentRange } from '../../download/download-file'
import { type HttpAccess, httpGet } from '../../download/http-get'
import { HttpStatusError } from '../../download/http-status-error'
import type { SourceContext } from './source'

/** Asks a server for the first bytes of a file, and reckons from them how many seconds the whole would take. */
export async function estimateSeconds(
  url: string,
  context: SourceContext,
  access?: HttpAccess
): Promise<number> {
  const { probeBytes, probeMs } = context.timing
  const begin = performance.now()
  const response = await httpGet(url, {
    signal: context.signal,
    idleMs: probeMs,
    environment: context.environment,
    ...(access === undefined ? {} : { access }),
    headers: { Range: `bytes=0-${probeBytes - 1}` }
  })
  try {
    if (response.status !== 200 && response.status !== 206) {
      throw new HttpStatusError(response.status, new URL(url).host)
    }
    const total = contentRange(response)?.total ?? Number(response.header('content-length') ?? probeBytes)
    const wanted = Math.min(probeBytes, total)
    const answered = performance.now()
    let received = 0
    for await (const piece of response.body()) {
      received += piece.length
      if (received >= wanted) break
    }
    const end = performance.now()
    const bytesPerMs = received / Math.max(1, end - answered)
    return (answered - begin + total / bytesPerMs) / 1000
  } finally {
    response.discard()
  }
}
