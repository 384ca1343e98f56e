import { afterEach, expect, test, vi } from 'vitest'
import { parseCheckpointCall, postCheckpoint } from './post-checkpoint'

afterEach(() => {
  vi.unstubAllGlobals()
})

const call = (content: string): unknown => ({
  id: 3,
  method: 'loadCheckpoint',
  input: { files: [{ name: 'a.json', content }] }
})

test('a large message that is not a checkpoint is refused before it is sent', () => {
  expect(() => parseCheckpointCall({ id: 1, method: 'saveSettings', input: {} })).toThrow('too large')
})

test('a checkpoint travels as one line of JSON and its texts, below the path of the page', async () => {
  const sent: { address: string; text: string }[] = []
  vi.stubGlobal('fetch', async (address: URL, { body }: { body: Blob }) => {
    sent.push({ address: address.href, text: await body.text() })
    return new Response(JSON.stringify({ type: 'result', id: 0, output: { runId: 'run-1' } }))
  })
  const page = 'https://hub.example/proxy/8321/?x#y'
  const reply = await postCheckpoint(page, parseCheckpointCall(call('AAAA')))
  expect(reply).toEqual({ type: 'result', id: 3, output: { runId: 'run-1' } })
  expect(sent).toEqual([
    {
      address: 'https://hub.example/proxy/8321/checkpoint',
      text: '{"id":3,"files":[{"name":"a.json","length":4}]}\nAAAA'
    }
  ])
})

test('a server that does not answer is said to be offline', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await postCheckpoint('http://127.0.0.1:1/', parseCheckpointCall(call('')))).toMatchObject({
    type: 'error',
    id: 3,
    error: { code: 'offline' }
  })
})
