import http from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LabError } from '../core/base/lab-error'
import { maxCheckpointFiles } from '../core/checkpoint/checkpoint-files'
import { type Answer, openTestServer, type TestServer } from './test-server'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
})
afterEach(() => server.close())

describe('a call with files by POST', () => {
  const files = [
    { name: 'model.json', content: 'e30=' },
    { name: 'weights.bin', content: 'AAAA'.repeat(1_000_000) }
  ]

  function post(
    header: string,
    contents: string,
    headers: Record<string, string> = { ...server.cookie, Origin: server.origin }
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const body = Buffer.from(`${header}\n${contents}`)
      const request = http.request(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/upload',
          method: 'POST',
          headers: { 'Content-Length': String(body.length), ...headers },
          agent: false
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (text += part))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
          )
        }
      )
      request.on('error', reject)
      request.end(body)
    })
  }
  const header = JSON.stringify({
    id: 5,
    method: 'loadCheckpoint',
    input: { dataset: 'shapes' },
    files: files.map(({ name, content }) => ({ name, length: content.length }))
  })
  const contents = files.map(({ content }) => content).join('')

  test('reaches the lab whole, and its answer comes back', async () => {
    let taken: unknown
    server.answers.loadCheckpoint = (input) => {
      taken = input
      return Promise.resolve({ runId: 'run-1', known: false })
    }
    const { status, body } = await post(header, contents)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({ type: 'result', id: 5, output: { runId: 'run-1', known: false } })
    expect(taken).toEqual({ dataset: 'shapes', files })
  })

  test('has as many files as one that is chosen in a terminal', async () => {
    let taken: unknown
    server.answers.loadCheckpoint = (input) => {
      taken = input.files.length
      return Promise.resolve({ runId: 'run-1', known: false })
    }
    const names = Array.from({ length: maxCheckpointFiles }, (_, i) => `${i}-`.padEnd(255, 'w'))
    const line = JSON.stringify({
      id: 5,
      method: 'loadCheckpoint',
      input: {},
      files: names.map((name) => ({ name, length: 4 }))
    })
    expect((await post(line, 'AAAA'.repeat(names.length))).status).toBe(200)
    expect(taken).toBe(maxCheckpointFiles)
  })

  test('may be a picture', async () => {
    let taken: unknown
    server.answers.inspectPicture = (input) => {
      taken = input
      return Promise.reject(new LabError('not-found', 'There is no such run.', ''))
    }
    const content = 'AAAA'.repeat(200_000)
    const input = { network: { kind: 'run', runId: 'run-1' }, fit: 'contain' }
    const line = {
      id: 6,
      method: 'inspectPicture',
      input,
      files: [{ name: 'cat.jpg', length: content.length }]
    }
    expect(JSON.parse((await post(JSON.stringify(line), content)).body)).toMatchObject({
      type: 'error',
      id: 6
    })
    expect(taken).toEqual({ ...input, picture: { name: 'cat.jpg', content } })
  })

  test('needs the token and a page of the server’s own', async () => {
    expect((await post(header, '', { Origin: server.origin })).status).toBe(401)
    expect((await post(header, '', server.cookie)).status).toBe(403)
    expect((await post(header, '', { ...server.cookie, Origin: 'http://attacker.example' })).status).toBe(403)
  })

  test.each([
    '',
    '{',
    '[]',
    '{"id":1}',
    '{"id":1,"method":"loadCheckpoint","input":{},"files":[]}',
    '{"id":1,"method":"loadCheckpoint","input":{},"files":[{"name":"a","length":-1}]}',
    '{"id":1,"method":"inspectPicture","input":{},"files":[{"name":"a","length":1},{"name":"b","length":1}]}',
    '{"id":1,"method":"deleteRun","input":{"runId":"run-1"},"files":[{"name":"a","length":1}]}'
  ])('whose first line is %j is refused', async (line) => {
    expect(JSON.parse((await post(line, '')).body)).toMatchObject({
      type: 'error',
      error: { code: 'invalid-input' }
    })
  })

  test('that is too large is refused by its size, before it is sent', async () => {
    const { body } = await new Promise<Answer>((resolve, reject) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/upload',
          method: 'POST',
          headers: { ...server.cookie, Origin: server.origin, 'Content-Length': '500000000' },
          agent: false
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (text += part))
          response.on('end', () => resolve({ status: 0, headers: response.headers, body: text }))
        }
      )
      request.on('error', reject)
      request.flushHeaders()
    })
    expect(JSON.parse(body)).toMatchObject({ type: 'error', error: { code: 'invalid-input' } })
  })
})
