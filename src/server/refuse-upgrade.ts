import type { Duplex } from 'node:stream'

/** For the answer to leave, in milliseconds. */
const patienceMs = 1_000

/** Answers a connection that wants to become a WebSocket and may not, and ends it whether the client reads or not. */
export function refuseUpgrade(connection: Duplex, statusLine: string): void {
  const timer = setTimeout(() => connection.destroy(), patienceMs)
  connection.once('close', () => clearTimeout(timer))
  connection.once('finish', () => connection.destroy())
  connection.end(`HTTP/1.1 ${statusLine}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
