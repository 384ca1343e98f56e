import { protocol, type Session } from 'electron'
import { readAsset, securityHeaders, type Asset } from '../lab/assets/read-asset'

const scheme = 'tenfold'

/** Address of the workbench's page. */
export const workbenchAddress = `${scheme}://workbench/`
/** Documents made in memory, to be printed. */
export const printAddress = `${scheme}://print/`

/** Makes the scheme a secure origin of its own; to be called before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }
  ])
}

/** Answers a session's requests for the workbench with the files of the built renderer. */
export function serveRenderer(session: Session, rendererFolder: string): void {
  serveScheme(session, async (url) =>
    url.href.startsWith(workbenchAddress) ? await readAsset(rendererFolder, url.pathname) : undefined
  )
}

const absent: Asset = { body: Buffer.alloc(0), headers: securityHeaders }

/** Answers every request of the scheme; 404 where `read` finds nothing. */
export function serveScheme(session: Session, read: (url: URL) => Promise<Asset | undefined>): void {
  // `handle` came with Electron 25 and replaces the older call, which later versions will drop.
  if ('handle' in session.protocol) {
    session.protocol.handle(scheme, async (request) => {
      const asset = await read(new URL(request.url))
      const { body, headers } = asset ?? absent
      return new Response(new Uint8Array(body), {
        status: asset === undefined ? 404 : 200,
        headers: { ...headers }
      })
    })
  } else {
    registerBuffers(session, read)
  }
}

function registerBuffers(session: Session, read: (url: URL) => Promise<Asset | undefined>): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only call that Electron 22 to 24 know
  session.protocol.registerBufferProtocol(scheme, (request, callback) => {
    read(new URL(request.url)).then(
      (asset) => {
        const { body, headers } = asset ?? absent
        callback({
          statusCode: asset === undefined ? 404 : 200,
          headers: { ...headers },
          mimeType: headers['Content-Type']?.split(';')[0] ?? 'text/plain',
          charset: 'utf-8',
          data: body
        })
      },
      () => {
        callback({ statusCode: 500, data: Buffer.alloc(0) })
      }
    )
  })
}
