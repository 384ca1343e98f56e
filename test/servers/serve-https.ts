import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

export type CertificateName = 'self-signed' | 'other-name' | 'issued'

/** A certificate of the tests, in PEM; `authority` has issued `issued`. */
export const certificateFile = (name: CertificateName | 'authority'): string =>
  path.join(import.meta.dirname, `${name}.pem`)

export interface HttpsServer {
  /** `https://127.0.0.1:<port>` */
  readonly url: string
  close(): Promise<void>
}

/** A server on loopback with one of the tests' certificates. */
export async function serveHttps(
  name: CertificateName,
  answer: (request: IncomingMessage, response: ServerResponse) => void
): Promise<HttpsServer> {
  const [cert, key] = await Promise.all(
    [certificateFile(name), path.join(import.meta.dirname, `${name}.key.pem`)].map((file) => readFile(file))
  )
  const server = createServer({ cert, key }, answer)
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())))
  })
  return {
    url: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not a network address')
  return address.port
}
