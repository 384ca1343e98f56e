import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lessonDataset } from '../core/data/lesson-dataset'
import { nextMessage, openTestServer, type TestServer } from './test-server'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
})
afterEach(() => server.close())

describe('WebSocket', () => {
  test('needs the token, a known Host, its own Origin and its path', async () => {
    expect(await server.connect({}, { origin: server.origin })).toBe(401)
    expect(await server.connect({ Cookie: `tenfold-${server.port}=wrong` }, { origin: server.origin })).toBe(
      401
    )
    expect(await server.connect(server.cookie)).toBe(403)
    expect(await server.connect(server.cookie, { origin: 'http://attacker.example' })).toBe(403)
    expect(await server.connect(server.cookie, { origin: `http://localhost:${server.port}` })).toBe(403)
    expect(
      await server.connect(
        { ...server.cookie, Host: 'attacker.example' },
        { origin: 'http://attacker.example' }
      )
    ).toBe(403)
    expect(await server.connect(server.cookie, { origin: server.origin, path: '/other' })).toBe(404)
  })

  test('several clients at once, each with its own answers, all with the notices', async () => {
    const [one, two] = [await server.connected(), await server.connected()]
    const answers = [nextMessage(one), nextMessage(two)]
    one.send(JSON.stringify({ id: 1, method: 'listEngines', input: {} }))
    two.send(JSON.stringify({ id: 7, method: 'startRun', input: { config: 'none' } }))
    expect(await Promise.all(answers)).toMatchObject([
      { type: 'result', id: 1, output: { engines: [] } },
      { type: 'error', id: 7, error: { code: 'invalid-input' } }
    ])
    const notices = [nextMessage(one), nextMessage(two)]
    server.service.notify({ event: 'dataset', data: { state: 'absent', info: lessonDataset } })
    const notice = { type: 'event', event: 'dataset', data: { state: 'absent', info: lessonDataset } }
    expect(await Promise.all(notices)).toEqual([notice, notice])
  })

  test('what is no JSON ends that connection alone', async () => {
    const [bad, good] = [await server.connected(), await server.connected()]
    const code = new Promise((resolve) => bad.once('close', resolve))
    bad.send('{')
    expect(await code).toBe(1003)
    const answer = nextMessage(good)
    good.send(JSON.stringify({ id: 2, method: 'listRuns', input: {} }))
    expect(await answer).toMatchObject({ type: 'result', id: 2 })
    expect(server.service.listeners.size).toBe(1)
  })

  test('closing the server ends the connections', async () => {
    const socket = await server.connected()
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await server.close()
    await closed
    expect(server.service.listeners.size).toBe(0)
  })
})

describe('a client', () => {
  test('that sends more than a call may hold is cut off before the message is read', async () => {
    const [large, small] = [await server.connected(), await server.connected()]
    const code = new Promise((resolve) => large.once('close', resolve))
    large.send(`{"id":1,"method":"listRuns","input":[${'[],'.repeat(1_000_000)}[]]}`)
    expect(await code).toBe(1009)
    const answer = nextMessage(small)
    small.send(JSON.stringify({ id: 2, method: 'listRuns', input: {} }))
    expect(await answer).toMatchObject({ type: 'result', id: 2 })
  })

  test('that asks again and again without waiting is told so, and others are answered', async () => {
    const held: (() => void)[] = []
    server.answers.listEngines = () => new Promise((resolve) => held.push(() => resolve({ engines: [] })))
    const [greedy, modest] = [await server.connected(), await server.connected()]
    const refused = new Promise<unknown>((resolve) => {
      greedy.on('message', (data: Buffer) => {
        if (data.toString().includes('"busy"')) resolve(undefined)
      })
    })
    for (let id = 0; id < 1_000; id++) greedy.send(JSON.stringify({ id, method: 'listEngines', input: {} }))
    await refused
    const answer = nextMessage(modest)
    modest.send(JSON.stringify({ id: 7, method: 'listRuns', input: {} }))
    expect(await answer).toMatchObject({ type: 'result', id: 7 })
    expect(held.length).toBe(64)
    for (const release of held) release()
  })

  test('that does not read is given up before much waits for it', async () => {
    const images = 'x'.repeat(50_000)
    let answered = 0
    server.answers.getImages = () => {
      answered += 1
      return Promise.resolve({ labels: [], images })
    }
    const socket = await server.connected()
    socket.pause()
    const ask = setInterval(() => {
      const input = { split: 'train', rows: [0] }
      for (let id = 0; id < 50; id++) socket.send(JSON.stringify({ id, method: 'getImages', input }))
    }, 10)
    let before = -1
    await vi.waitFor(
      () => {
        const settled = answered > 0 && answered === before
        before = answered
        expect(settled).toBe(true)
      },
      { timeout: 120_000, interval: 500 }
    )
    clearInterval(ask)
    expect(answered * images.length).toBeLessThan(40_000_000)
    // Reading on, it is served again.
    const answer = nextMessage(socket)
    socket.resume()
    expect(await answer).toMatchObject({ type: 'result' })
    socket.terminate()
  })
})
