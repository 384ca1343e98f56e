import http from 'node:http'
import type { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LabError } from '../core/base/lab-error'
import { openTestServer, type TestServer } from './test-server'

let server: TestServer
let ended: unknown[] = []
beforeEach(async () => {
  server = await openTestServer()
  ended = []
  server.service.openExport = (dataset) =>
    dataset === 'pets'
      ? Promise.resolve({
          fileName: 'pets.tenfold-data',
          bytes: 4,
          writeTo: (target) => Promise.resolve(void target.end('data'))
        })
      : Promise.reject(new LabError('not-found', `There is no data set “${dataset}”.`, 'Look at the list.'))
})
afterEach(() => server.close())

const get = (query: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.get(`/export${query}`, { ...server.cookie, ...headers }, method)

test('a data set is handed out as a file of a known size', async () => {
  const { status, headers, body } = await get('?dataset=pets')
  expect([status, body]).toEqual([200, 'data'])
  expect(headers).toMatchObject({
    'content-disposition': 'attachment; filename="pets.tenfold-data"',
    'content-length': '4',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin'
  })
  expect(await get('?dataset=pets', {}, 'HEAD')).toMatchObject({ status: 200, body: '' })
})

test('what is not there is told', async () => {
  const { status, body } = await get('?dataset=other')
  expect([status, body]).toEqual([404, 'There is no data set “other”.\nLook at the list.\n'])
  expect((await get('')).status).toBe(404)
})

test('strangers and other pages get nothing', async () => {
  expect((await server.get('/export?dataset=pets')).status).toBe(401)
  expect((await get('?dataset=pets', { Host: 'evil.example' })).status).toBe(403)
  for (const site of ['cross-site', 'same-site'])
    expect((await get('?dataset=pets', { 'Sec-Fetch-Site': site })).status).toBe(403)
  expect((await get('?dataset=pets', { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
})

/** Begins a download whose end never comes by itself. @returns how to break it off */
async function begin(): Promise<() => void> {
  const request = http.get({
    host: '127.0.0.1',
    port: server.port,
    path: '/export?dataset=endless',
    headers: server.cookie,
    agent: false
  })
  request.on('error', () => undefined)
  await new Promise((resolve) => request.once('response', resolve))
  return () => request.destroy()
}

function endless(target: Writable, signal: AbortSignal): Promise<void> {
  target.write('a')
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      ended.push(target)
      reject(new Error('gone'))
    })
  })
}

test('a browser that goes away ends the work; only some are served at a time', async () => {
  server.service.openExport = () =>
    Promise.resolve({ fileName: 'endless.tenfold-data', bytes: 1000, writeTo: endless })
  const stops = await Promise.all(Array.from({ length: 4 }, begin))
  expect((await get('?dataset=endless')).status).toBe(503)
  stops[0]?.()
  await expect.poll(() => ended.length).toBe(1)
  stops.push(await begin())
  for (const stop of stops) stop()
  await expect.poll(() => ended.length).toBe(5)
})

test('a file that cannot be read to its end breaks the connection, so that it does not look complete', async () => {
  server.service.openExport = () =>
    Promise.resolve({
      fileName: 'torn.tenfold-data',
      bytes: 1000,
      writeTo: (target) => {
        target.write('some')
        return Promise.reject(new Error('torn'))
      }
    })
  await expect(get('?dataset=torn')).rejects.toThrow()
})
