import { describe, expect, test } from 'vitest'
import { LabError, type LabErrorCode } from '../../core/base/lab-error'
import { fetchFastest, rankSources } from './fetch-fastest'
import { cifar10Manifest } from './files/cifar10-manifest'
import type { Source, SourceContext } from './sources/source'

const containing = (text: string): unknown => expect.stringContaining(text)
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

const context = (signal = new AbortController().signal): SourceContext => ({
  manifest: cifar10Manifest,
  signal,
  timing: { idleMs: 100, retryMs: [], probeBytes: 1000, probeMs: 30, graceMs: 5 },
  environment: {}
})

function source(label: string, estimate: (signal: AbortSignal) => Promise<number>): Source {
  return {
    id: 'archive',
    label,
    estimate: ({ signal }) => estimate(signal),
    fetch: () => Promise.resolve()
  }
}

const never = (signal: AbortSignal): Promise<number> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
const failure = (code: LabErrorCode, message: string): LabError => new LabError(code, message, '')
const refuses = (code: LabErrorCode, message: string) => () => Promise.reject(failure(code, message))

describe('fetchFastest', () => {
  test('takes the source that would be done first', async () => {
    const taken: string[] = []
    const sources = [
      source('slow', () => Promise.resolve(60)),
      source('fast', () => Promise.resolve(2)),
      source('dead', never)
    ]
    await fetchFastest(sources, context(), ({ label }) => {
      taken.push(label)
      return Promise.resolve()
    })
    expect(taken).toEqual(['fast'])
    expect((await rankSources(sources, context())).ranked.map(({ label }) => label)).toEqual(['fast', 'slow'])
  })

  test('falls to the next when one fails', async () => {
    const taken: string[] = []
    const sources = [source('first', () => Promise.resolve(1)), source('second', () => Promise.resolve(2))]
    await fetchFastest(sources, context(), ({ label }) => {
      taken.push(label)
      return label === 'first' ? Promise.reject(failure('data-corrupt', 'wrong bytes')) : Promise.resolve()
    })
    expect(taken).toEqual(['first', 'second'])
  })

  test('is offline when none answers, and says so of each', async () => {
    const sources = [source('one', never), source('two', refuses('download-failed', 'two is closed.'))]
    await expect(fetchFastest(sources, context(), () => Promise.resolve())).rejects.toMatchObject({
      code: 'offline',
      message: matching(/two is closed\..*The one did not answer/),
      hint: containing('on this computer')
    })
  })

  test('has failed when one answered and none could deliver', async () => {
    const sources = [source('one', never), source('two', () => Promise.resolve(1))]
    const fetch = (): Promise<void> => Promise.reject(failure('data-corrupt', 'two sent rubbish.'))
    await expect(fetchFastest(sources, context(), fetch)).rejects.toMatchObject({
      code: 'download-failed',
      message: matching(/The one did not answer.*two sent rubbish/)
    })
  })

  test.each(['storage', 'cancelled'] as const)('does not try another source after %s', async (code) => {
    const taken: string[] = []
    const sources = [source('one', () => Promise.resolve(1)), source('two', () => Promise.resolve(2))]
    const fetched = fetchFastest(sources, context(), ({ label }) => {
      taken.push(label)
      return Promise.reject(failure(code, 'no'))
    })
    await expect(fetched).rejects.toMatchObject({ code })
    expect(taken).toEqual(['one'])
  })

  test('can be cancelled while choosing', async () => {
    const abort = new AbortController()
    const choosing = fetchFastest([source('one', never)], context(abort.signal), () => Promise.resolve())
    abort.abort()
    await expect(choosing).rejects.toMatchObject({ code: 'cancelled' })
  })
})
