import { LabError } from '../../core/base/lab-error'
import { cancelled, describeFailure } from '../download/failure'
import type { Source, SourceContext } from './sources/source'

/**
 * Asks all sources for a sample at once, and fetches from the one that would be done first; when it fails, from the
 * next. A source that is slow to answer is waited for only until another has answered, and a little longer.
 * @throws LabError 'offline' when none answered, 'download-failed' when all failed, each with every reason;
 *   'storage' and 'cancelled' at once, as another source would not help
 */
export async function fetchFastest(
  sources: readonly Source[],
  context: SourceContext,
  fetch: (source: Source) => Promise<void>
): Promise<void> {
  const { ranked, failures } = await rankSources(sources, context)
  for (const source of ranked) {
    try {
      await fetch(source)
      return
    } catch (error) {
      const failure = describeFailure(error, `The ${source.label}`)
      if (failure.code === 'cancelled' || failure.code === 'storage') throw failure
      failures.push(failure)
    }
  }
  throw combine(failures, ranked.length > 0)
}

/** @returns the sources that answered, the fastest first, and why the others did not */
export async function rankSources(
  sources: readonly Source[],
  context: SourceContext
): Promise<{ readonly ranked: readonly Source[]; readonly failures: LabError[] }> {
  const { probeMs, graceMs } = context.timing
  const probes = new AbortController()
  const stop = (): void => probes.abort()
  context.signal.addEventListener('abort', stop)
  let timer = setTimeout(stop, probeMs)
  const answered: { readonly source: Source; readonly seconds: number }[] = []
  const failures: LabError[] = []
  const probe = async (source: Source): Promise<void> => {
    try {
      const seconds = await source.estimate({ ...context, signal: probes.signal })
      if (answered.push({ source, seconds }) > 1) return
      clearTimeout(timer)
      timer = setTimeout(stop, graceMs)
    } catch (error) {
      failures.push(
        probes.signal.aborted ? silent(source, error) : describeFailure(error, `The ${source.label}`)
      )
    }
  }
  try {
    await Promise.all(sources.map(probe))
  } finally {
    clearTimeout(timer)
    context.signal.removeEventListener('abort', stop)
  }
  if (context.signal.aborted) throw cancelled()
  answered.sort((a, b) => a.seconds - b.seconds)
  return { ranked: answered.map(({ source }) => source), failures }
}

function silent(source: Source, cause: unknown): LabError {
  return new LabError(
    'offline',
    `The ${source.label} did not answer in time.`,
    'Check the network connection and the proxy settings.',
    cause
  )
}

function combine(failures: readonly LabError[], anyAnswered: boolean): LabError {
  const reasons = failures.map((failure) => failure.message).join(' ')
  const offline = !anyAnswered || failures.every((failure) => failure.code === 'offline')
  return new LabError(
    offline ? 'offline' : 'download-failed',
    `${offline ? 'No source of the data set answered.' : 'No source could provide the data set.'} ${reasons}`.trim(),
    'Check the network connection and the proxy settings and try again, or choose an archive or a folder on this computer.',
    failures.map((failure) => failure.stack ?? failure.message).join('\n')
  )
}
