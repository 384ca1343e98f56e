import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { portOf } from './serve-https'

export interface Proxy {
  readonly port: number
  /** `host:port` of each connection that was asked for. */
  readonly asked: readonly string[]
  /** `user:password`, as they came. */
  readonly logins: readonly string[]
  close(): Promise<void>
}

/** A proxy for CONNECT that asks for this login; every address leads to 127.0.0.1. */
export async function serveConnectProxy(login: string): Promise<Proxy> {
  const asked: string[] = []
  const logins: string[] = []
  const server = createHttpServer()
  server.on('connect', (request, socket) => {
    const [, encoded = ''] = (request.headers['proxy-authorization'] ?? '').split(' ')
    logins.push(Buffer.from(encoded, 'base64').toString())
    asked.push(request.url ?? '')
    if (logins.at(-1) !== login) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const [, port] = (request.url ?? '').split(':')
    const target = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(target).pipe(socket)
    })
    for (const end of [socket, target])
      end.on('error', () => [socket, target].forEach((each) => each.destroy()))
  })
  return listen(server, asked, logins)
}

/** A SOCKS5 proxy (RFC 1928, 1929) that asks for this login; every address leads to 127.0.0.1. */
export async function serveSocksProxy(login: string): Promise<Proxy> {
  const asked: string[] = []
  const logins: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    void converse(socket, login, asked, logins).catch(() => socket.destroy())
  })
  return listen(server, asked, logins)
}

async function converse(socket: Socket, login: string, asked: string[], logins: string[]): Promise<void> {
  const read = reader(socket)
  const [, methods = 0] = await read(2)
  await read(methods)
  socket.write(Buffer.from([5, 2]))
  const [, userLength = 0] = await read(2)
  const user = (await read(userLength)).toString()
  const [passwordLength = 0] = await read(1)
  const password = (await read(passwordLength)).toString()
  logins.push(`${user}:${password}`)
  const accepted = logins.at(-1) === login
  socket.write(Buffer.from([1, accepted ? 0 : 1]))
  if (!accepted) return
  const [, , , kind] = await read(4)
  const [length = 0] = kind === 3 ? await read(1) : [4]
  const name = await read(length)
  const host = kind === 3 ? name.toString() : name.join('.')
  const port = (await read(2)).readUInt16BE(0)
  asked.push(`${host}:${port}`)
  const target = connect(port, '127.0.0.1', () => {
    socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
    socket.pipe(target).pipe(socket)
  })
  target.on('error', () => socket.destroy())
}

/** Reads exactly so many bytes. */
function reader(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    if (count === 0) return Buffer.alloc(0)
    for (;;) {
      const data: unknown = socket.read(count)
      if (data instanceof Buffer) return data
      await new Promise<void>((resolve, reject) => {
        socket.once('readable', resolve)
        socket.once('close', () => reject(new Error('the client left')))
      })
    }
  }
}

async function listen(server: Server, asked: string[], logins: string[]): Promise<Proxy> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server.address()),
    asked,
    logins,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  }
}
