import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FolderServer, serveFolder } from '../../../test/small-cifar/serve-folder'
import { downloadFile, type FileDownload } from './download-file'

const containing = (text: string): unknown => expect.stringContaining(text)

const content = randomBytes(300_000)
let folder = ''
let file = ''
let server: FolderServer
let progress: [number, number][] = []
let abort = new AbortController()

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-download-'))
  file = path.join(folder, 'partial')
  progress = []
  abort = new AbortController()
  await writeFile(path.join(folder, 'data.bin'), content)
  server = await serveFolder(folder)
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function download(changes: Partial<FileDownload> = {}): Promise<void> {
  return downloadFile({
    url: `${server.url}/data.bin`,
    file,
    what: 'The file',
    signal: abort.signal,
    timing: { idleMs: 250, retryMs: [5, 5] },
    environment: {},
    onProgress: (done, total) => progress.push([done, total]),
    ...changes
  })
}

async function expectWhole(): Promise<void> {
  expect((await readFile(file)).equals(content)).toBe(true)
}

const ranges = (): readonly (string | undefined)[] => server.requests.map((request) => request.range)

describe('downloadFile', () => {
  test('writes the file and tells how far it is', async () => {
    await download()
    await expectWhole()
    expect(progress[0]).toEqual([0, content.length])
    expect(progress.at(-1)).toEqual([content.length, content.length])
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).sort((a, b) => a - b))
  })

  test('goes on where it was cut, as often as that brings something new', async () => {
    server.fault = () => ({ cutAfter: 70_000 })
    await download()
    await expectWhole()
    expect(server.requests.length).toBeGreaterThanOrEqual(5)
    expect(server.requests[1]?.range).toMatch(/^bytes=[1-9]/)
    expect(server.requests[1]?.ifRange).toMatch(/^"/)
  })

  test('goes on after a connection that fell silent', async () => {
    server.fault = (_, number) => (number === 0 ? { stallAfter: 100_000 } : {})
    await download()
    await expectWhole()
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
  })

  test('goes on after it was cancelled', async () => {
    server.fault = (_, number) => (number === 0 ? { stallAfter: 100_000 } : {})
    const first = download({
      timing: { idleMs: 10_000, retryMs: [] },
      onProgress: (done) => {
        if (done === 100_000) abort.abort()
      }
    })
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    abort = new AbortController()
    await download()
    await expectWhole()
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
    expect(progress[0]).toEqual([100_000, content.length])
  })

  test('asks for nothing when everything is there', async () => {
    await download()
    await download()
    expect(server.requests).toHaveLength(1)
  })

  test('starts again when the server ignores ranges', async () => {
    server.fault = (_, number) => ({ ignoreRange: true, ...(number === 0 ? { cutAfter: 200_000 } : {}) })
    await download()
    await expectWhole()
    expect(server.requests).toHaveLength(2)
  })

  test('starts again when the file has changed meanwhile', async () => {
    const other = randomBytes(250_000)
    server.fault = (_, number) =>
      number === 0 ? { content: other, etag: '"old"', stallAfter: 100_000 } : { etag: '"new"' }
    await download()
    await expectWhole()
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
    expect(server.requests[1]?.ifRange).toBe('"old"')
  })

  test('without ETag and date goes on as long as the size is the same', async () => {
    server.fault = (_, number) => ({ etag: '', ...(number === 0 ? { stallAfter: 100_000 } : {}) })
    await download()
    await expectWhole()
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
    expect(server.requests[1]?.ifRange).toBeUndefined()
  })

  test('without ETag and date starts again when the size differs', async () => {
    server.fault = (_, number) =>
      number === 0 ? { etag: '', content: randomBytes(250_000), stallAfter: 100_000 } : { etag: '' }
    await download()
    await expectWhole()
    expect(ranges()).toEqual([undefined, 'bytes=100000-', undefined])
  })

  test('a weak ETag is not offered to If-Range; the date is', async () => {
    server.fault = (_, number) => ({ etag: 'W/"x"', ...(number === 0 ? { cutAfter: 100_000 } : {}) })
    await download()
    await expectWhole()
    expect(server.requests[1]?.ifRange).toMatch(/GMT$/)
  })

  test('starts again when what it has is longer than the file (416)', async () => {
    server.fault = (_, number) =>
      number === 0 ? { etag: '', content: randomBytes(400_000), stallAfter: 350_000 } : { etag: '' }
    await download()
    await expectWhole()
    expect(ranges()).toEqual([undefined, 'bytes=350000-', undefined])
  })

  test('a partial file without its note, or of another address, is not gone on from', async () => {
    await writeFile(file, 'leftover')
    await download()
    await expectWhole()
    await writeFile(path.join(folder, 'other.bin'), 'other')
    await download({ url: `${server.url}/other.bin` })
    expect(await readFile(file, 'utf8')).toBe('other')
    expect(ranges()).toEqual([undefined, undefined])
  })

  test('a broken server is asked again, a missing file is not', async () => {
    server.fault = (_, number) => (number === 0 ? { status: 503 } : {})
    await download()
    await expectWhole()
    await expect(download({ url: `${server.url}/nothing.bin` })).rejects.toMatchObject({
      code: 'download-failed',
      message: containing('404')
    })
    expect(server.requests).toHaveLength(3)
  })

  test('gives up when attempts bring nothing, and keeps what came', async () => {
    server.fault = (_, number) => (number === 0 ? { stallAfter: 100_000 } : { status: 500 })
    await expect(download()).rejects.toMatchObject({ code: 'download-failed' })
    expect(server.requests).toHaveLength(3)
    expect((await stat(file)).size).toBe(100_000)
  })

  test('gives up on a server that begins again and cuts for ever', async () => {
    server.fault = () => ({ ignoreRange: true, cutAfter: 100_000 })
    await expect(download()).rejects.toMatchObject({ code: 'download-failed' })
  })

  test('follows redirects, but not in circles', async () => {
    server.fault = (request) => (request.path === '/start' ? { redirect: '/data.bin' } : {})
    await download({ url: `${server.url}/start` })
    await expectWhole()
    server.fault = () => ({ redirect: '/again' })
    await expect(download({ url: `${server.url}/circle` })).rejects.toMatchObject({
      code: 'download-failed',
      message: containing('in circles')
    })
  })

  test('no server at all is called offline', async () => {
    await server.close()
    await expect(download()).rejects.toMatchObject({
      code: 'offline',
      message: containing('ECONNREFUSED')
    })
  })

  test('a disk that refuses is not asked again', async () => {
    await expect(download({ file: path.join(folder, 'data.bin', 'x') })).rejects.toMatchObject({
      code: 'storage'
    })
    expect(server.requests.length).toBeLessThanOrEqual(1)
  })

  test('goes through the proxy of the environment', async () => {
    const asked: string[] = []
    const proxy = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.host} ${request.headers['proxy-authorization']}`)
      response.end(content)
    })
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const environment = {
      http_proxy: `http://user:word@127.0.0.1:${port}`,
      https_proxy: `http://127.0.0.1:${port}`
    }
    try {
      await download({ url: 'http://data.test/x.bin', environment })
      await expectWhole()
      const secure = download({ url: 'https://data.test/x.bin', file: `${file}2`, environment })
      await expect(secure).rejects.toMatchObject({ code: 'download-failed' })
      const login = Buffer.from('user:word').toString('base64')
      expect(asked[0]).toBe(`http://data.test/x.bin data.test Basic ${login}`)
      expect(asked[1]).toBe('CONNECT data.test:443')
    } finally {
      proxy.close()
    }
  })
})
