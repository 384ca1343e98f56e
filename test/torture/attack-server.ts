import { connect, type Socket } from 'node:net'
import { Random } from '../../src/core/maths/random'

/** What a client that has no token can do to a server, by name. */
export const attackKinds = [
  'upgrade, then reset',
  'upgrade, then half-closed',
  'upgrade, then silent',
  'request, then reset',
  'half of a request, then reset',
  'half of a request, then silent',
  'nothing at all',
  'bytes without meaning',
  'header that is too long',
  'body without an end',
  'requests whose answers are not read'
] as const
export type AttackKind = (typeof attackKinds)[number]

export interface AttackOptions {
  /** Where the server listens, on loopback. */
  readonly port: number
  readonly connections: number
  readonly seed: number
  /** Connections at once. */
  readonly atOnce?: number
}

export interface AttackResult {
  /** Connections that were made, by kind. */
  readonly tried: Readonly<Record<AttackKind, number>>
  /** Connections that the server still held when the attack's patience was at its end. */
  readonly held: number
  /** Connections that could not be made, as those to a dead server. */
  readonly failed: number
}

/** Far longer than a server may hold a client without a token, in milliseconds; a busy machine is no failure. */
const patienceMs = 300_000
/** For the answer to the last byte. */
const answerMs = 60_000

/** Makes that many connections without a token, each broken in one way or another, and waits for their ends. */
export async function attackServer(options: AttackOptions): Promise<AttackResult> {
  const { port, connections, seed, atOnce = 64 } = options
  const random = Random.seeded(seed)
  const tried = emptyCounts()
  const ends = { closed: 0, held: 0, failed: 0 }
  const lingering: Promise<void>[] = []
  let left = connections
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      const kind = attackKinds[random.nextUint32() % attackKinds.length] ?? 'nothing at all'
      tried[kind] += 1
      const { lingers, end } = attackOnce(kind, port, random)
      const counted = end.then((how) => {
        ends[how] += 1
      })
      if (lingers) lingering.push(counted)
      else await counted
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await Promise.all(lingering)
  return { tried, held: ends.held, failed: ends.failed }
}

interface Attempt {
  /** The server has to end it: others go on meanwhile. */
  readonly lingers: boolean
  readonly end: Promise<'closed' | 'held' | 'failed'>
}

function attackOnce(kind: AttackKind, port: number, random: Random): Attempt {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const lingers = act[kind](socket, random)
  const end = new Promise<'closed' | 'held' | 'failed'>((resolve) => {
    let connected = false
    let timer = setTimeout(() => {
      // The system drops some that a busy server has not accepted yet; a client notices that only when it sends.
      socket.write('x')
      timer = setTimeout(() => {
        resolve('held')
        socket.destroy()
      }, answerMs)
    }, patienceMs)
    socket.once('connect', () => {
      connected = true
    })
    // A reset is what was asked for, or the server's answer to it.
    socket.on('error', () => socket.destroy())
    socket.once('end', () => socket.destroy())
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(connected ? 'closed' : 'failed')
    })
  })
  return { lingers, end }
}

const upgrade = [
  'GET /lab HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n'
].join('\r\n')
const request = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

/** @returns whether it is the server that has to end the connection */
type Act = (socket: Socket, random: Random) => boolean

const act: Readonly<Record<AttackKind, Act>> = {
  'upgrade, then reset': (socket, random) => resetAfter(socket, upgrade, random),
  'upgrade, then half-closed': (socket) => {
    socket.end(upgrade)
    socket.resume()
    return true
  },
  'upgrade, then silent': (socket) => {
    socket.write(upgrade)
    socket.resume()
    return true
  },
  'request, then reset': (socket, random) => resetAfter(socket, request, random),
  'half of a request, then reset': (socket, random) => resetAfter(socket, request.slice(0, 20), random),
  'half of a request, then silent': (socket) => {
    socket.write(request.slice(0, 20))
    socket.resume()
    return true
  },
  'nothing at all': (socket) => {
    socket.resume()
    return true
  },
  'bytes without meaning': (socket, random) => {
    socket.end(Buffer.from(Uint8Array.from({ length: 300 }, () => random.nextUint32())))
    socket.resume()
    return true
  },
  'header that is too long': (socket) => {
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${'x'.repeat(100_000)}`)
    socket.resume()
    return true
  },
  'body without an end': (socket) => {
    socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000000\r\n\r\n')
    socket.resume()
    const timer = setInterval(() => socket.write('x'.repeat(10_000)), 100)
    socket.once('close', () => clearInterval(timer))
    return true
  },
  'requests whose answers are not read': (socket) => {
    socket.write(request.repeat(500))
    socket.pause()
    // The end of a connection is seen by reading alone.
    setTimeout(() => socket.resume(), 5_000)
    return true
  }
}

/** At once, or within the milliseconds in which the server answers. */
function resetAfter(socket: Socket, text: string, random: Random): boolean {
  const delayMs = random.nextUint32() % 4
  socket.write(text, () => {
    if (delayMs === 0) socket.resetAndDestroy()
    else setTimeout(() => socket.resetAndDestroy(), delayMs)
  })
  return false
}

function emptyCounts(): Record<AttackKind, number> {
  return {
    'upgrade, then reset': 0,
    'upgrade, then half-closed': 0,
    'upgrade, then silent': 0,
    'request, then reset': 0,
    'half of a request, then reset': 0,
    'half of a request, then silent': 0,
    'nothing at all': 0,
    'bytes without meaning': 0,
    'header that is too long': 0,
    'body without an end': 0,
    'requests whose answers are not read': 0
  }
}
