import { afterEach, expect, test, vi } from 'vitest'
import { parseLargeCall, postCall } from './post-call'

afterEach(() => {
  vi.unstubAllGlobals()
})

const call = (content: string): unknown => ({
  id: 3,
  method: 'loadCheckpoint',
  input: { dataset: 'shapes', files: [{ name: 'a.json', content }] }
})

test('a large message without files is refused before it is sent', () => {
  expect(() => parseLargeCall({ id: 1, method: 'saveSettings', input: {} })).toThrow('too large')
})

test('a checkpoint travels as one line of JSON and its texts, below the path of the page', async () => {
  const sent: { address: string; text: string }[] = []
  vi.stubGlobal('fetch', async (address: URL, { body }: { body: Blob }) => {
    sent.push({ address: address.href, text: await body.text() })
    return new Response(JSON.stringify({ type: 'result', id: 0, output: { runId: 'run-1' } }))
  })
  const page = 'https://hub.example/proxy/8321/?x#y'
  const reply = await postCall(page, parseLargeCall(call('AAAA')))
  expect(reply).toEqual({ type: 'result', id: 3, output: { runId: 'run-1' } })
  expect(sent).toEqual([
    {
      address: 'https://hub.example/proxy/8321/upload',
      text: '{"id":3,"method":"loadCheckpoint","input":{"dataset":"shapes"},"files":[{"name":"a.json","length":4}]}\nAAAA'
    }
  ])
})

test('a picture travels in the same way', async () => {
  let text = ''
  vi.stubGlobal('fetch', async (_address: URL, { body }: { body: Blob }) => {
    text = await body.text()
    return new Response(JSON.stringify({ type: 'result', id: 0, output: {} }))
  })
  const picture = { name: 'cat.jpg', content: '/9j/' }
  const message = {
    id: 4,
    method: 'inspectPicture',
    input: { network: { kind: 'run' }, picture, fit: 'cover' }
  }
  expect(await postCall('http://127.0.0.1/', parseLargeCall(message))).toMatchObject({ id: 4 })
  expect(text).toBe(
    '{"id":4,"method":"inspectPicture","input":{"network":{"kind":"run"},"fit":"cover"},"files":[{"name":"cat.jpg","length":4}]}\n/9j/'
  )
})

test('a server that does not answer is said to be offline', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await postCall('http://127.0.0.1:1/', parseLargeCall(call('')))).toMatchObject({
    type: 'error',
    id: 3,
    error: { code: 'offline' }
  })
})
