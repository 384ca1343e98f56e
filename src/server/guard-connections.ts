import type http from 'node:http'
import type { Duplex } from 'node:stream'

/** Connections that have not shown the token; more than a browser opens, and few enough to cost nothing. */
const mostStrangers = 200
/** For a connection that neither sends nor reads, in milliseconds. WebSockets have a heartbeat of their own. */
const silenceMs = 30_000

/** What a connection may cost before anybody has looked at it; given to http.createServer. */
export const connectionLimits = {
  headersTimeout: 10_000,
  // A large checkpoint through a slow tunnel. A client without the token is cut off after its headers.
  requestTimeout: 600_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384
} as const

export interface ConnectionGuard {
  /** The client has shown the token: its connection no longer counts as a stranger's. */
  readonly welcome: (connection: Duplex) => void
}

/**
 * Keeps broken connections from harming the server: whatever happens to one ends that one alone, and clients without
 * the token hold a bounded number of them for a bounded time.
 */
export function guardConnections(server: http.Server): ConnectionGuard {
  const strangers = new Set<Duplex>()
  server.setTimeout(silenceMs)
  server.on('connection', (connection) => {
    // From its first moment to its last: Node takes its own listener away when a connection asks to be upgraded.
    connection.on('error', () => connection.destroy())
    connection.once('close', () => strangers.delete(connection))
    strangers.add(connection)
    const [oldest] = strangers
    if (strangers.size > mostStrangers) oldest?.destroy()
  })
  return { welcome: (connection) => strangers.delete(connection) }
}
