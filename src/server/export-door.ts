import type { IncomingMessage, ServerResponse } from 'node:http'
import { LabError } from '../core/base/lab-error'
import { securityHeaders } from '../lab/assets/read-asset'
import type { LabService } from '../lab/contract/host'

/** Each reads from the disk as fast as its client takes it. */
const mostAtOnce = 4
/** Somebody may halt a download for a while, in milliseconds. */
const patienceMs = 600_000

/** Hands data sets out as one file each, made while it is sent: nothing is kept in memory or on the disk. */
export class ExportDoor {
  readonly #service: Pick<LabService, 'openExport'>
  #open = 0

  constructor(service: Pick<LabService, 'openExport'>) {
    this.#service = service
  }

  /** @param dataset its id, as the client gives it */
  async handOut(dataset: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const site = request.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      refuse(
        response,
        403,
        new LabError('unsupported', 'Another page asked for this file.', 'Open Tenfold’s own.')
      )
      return
    }
    if (this.#open >= mostAtOnce) {
      refuse(response, 503, new LabError('busy', 'Other data sets are being sent.', 'Try again later.'))
      return
    }
    this.#open += 1
    try {
      await this.#send(dataset, request, response)
    } finally {
      this.#open -= 1
    }
  }

  async #send(dataset: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = await this.#service.openExport(dataset).catch((thrown: unknown) => LabError.from(thrown))
    if (file instanceof LabError) {
      refuse(response, file.code === 'not-found' ? 404 : 409, file)
      return
    }
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    request.socket.setTimeout(patienceMs)
    response.writeHead(200, {
      ...securityHeaders,
      'Cache-Control': 'no-store',
      'Content-Disposition': `attachment; filename="${file.fileName}"`,
      'Content-Length': file.bytes,
      'Content-Type': 'application/x-tar'
    })
    if (request.method === 'HEAD') response.end()
    else {
      // The client has its headers: only a connection that is cut tells it that something went wrong.
      await file.writeTo(response, gone.signal).catch(() => response.destroy())
    }
  }
}

function refuse(response: ServerResponse, status: number, { message, hint }: LabError): void {
  response.writeHead(status, {
    ...securityHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8'
  })
  response.end(`${message}\n${hint}\n`)
}
