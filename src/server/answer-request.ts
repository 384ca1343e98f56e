import type { IncomingMessage, ServerResponse } from 'node:http'
import { readAsset, securityHeaders } from '../lab/assets/read-asset'
import { serverPaths } from '../lab/contract/channels'
import type { ServerStatus } from '../lab/contract/server-status'
import type { Gate, Refusal } from './gate'

export interface RequestContext {
  readonly gate: Gate
  /** Absolute path of the built renderer. */
  readonly rendererFolder: string
  readonly version: string
  /** Why no further page can connect now. */
  readonly refuseCrowd: () => Refusal | undefined
  readonly takeUpload: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  readonly handOut: (dataset: string, request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** Answers one HTTP request: the workbench's files, whether a page may connect, calls with large files, and exports. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext
): Promise<void> {
  const { gate } = context
  const url = gate.urlOf(request)
  if (request.method === 'POST' && url.pathname === `/${serverPaths.upload}`) {
    const refusal = gate.refuseCaller(request)
    if (refusal === undefined) await context.takeUpload(request, response)
    else refuse(response, refusal)
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const headers = { ...securityHeaders, Allow: 'GET, HEAD', Connection: 'close' }
    response.writeHead(405, headers).end()
    return
  }
  if (url.pathname === `/${serverPaths.status}`) {
    answerStatus(request, response, context, url.searchParams.get('origin') ?? undefined)
    return
  }
  const distrust = gate.refuseName(request)
  if (distrust !== undefined) {
    refuse(response, distrust)
    return
  }
  if (gate.lacksSlash(request)) {
    const folder = url.pathname.replace(/^.*\//, '')
    response.writeHead(308, { ...securityHeaders, Location: `${folder}/${url.search}` }).end()
    return
  }
  const hasToken = gate.isToken(url.searchParams.get('token'))
  if (url.pathname === '/' && hasToken) {
    admit(request, response, gate.admit())
    return
  }
  const stranger = hasToken ? undefined : gate.refuseStranger(request)
  if (stranger !== undefined) {
    refuse(response, stranger)
    return
  }
  if (url.pathname === `/${serverPaths.export}`) {
    await context.handOut(url.searchParams.get('dataset') ?? '', request, response)
    return
  }
  const asset = await readAsset(context.rendererFolder, url.pathname)
  if (asset === undefined) {
    refuse(response, nothingAt(url.pathname))
    return
  }
  response.writeHead(200, { ...asset.headers, 'Content-Length': asset.body.length })
  response.end(request.method === 'HEAD' ? undefined : asset.body)
}

/** Tells a page why its socket would be refused: a browser does not let it see the answer to a socket's request. */
function answerStatus(
  request: IncomingMessage,
  response: ServerResponse,
  { gate, version, refuseCrowd }: RequestContext,
  origin: string | undefined
): void {
  const refusal =
    gate.refuseName(request) ??
    gate.refuseName(request, origin) ??
    gate.refuseStranger(request) ??
    refuseCrowd()
  const status: ServerStatus =
    refusal === undefined ? { version } : { problem: { message: refusal.message, hint: refusal.hint } }
  response.writeHead(refusal?.status ?? 200, {
    ...securityHeaders,
    ...(refusal === undefined ? {} : { Connection: 'close' }),
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json; charset=utf-8'
  })
  response.end(JSON.stringify(status))
}

/** Hands out the cookie and leads to the address without the token, below whatever path the browser knows. */
function admit(request: IncomingMessage, response: ServerResponse, cookie: string): void {
  const headers = { ...securityHeaders, 'Set-Cookie': cookie, 'Cache-Control': 'no-store' }
  const site = request.headers['sec-fetch-site']
  if (site === undefined || site === 'none' || site === 'same-origin') {
    response.writeHead(303, { ...headers, Location: './' }).end()
    return
  }
  // Who came by a link on another site would be redirected without the strict cookie: our own page has to lead on.
  const page = '<!doctype html><meta http-equiv="refresh" content="0; url=./"><title>Tenfold</title>'
  response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(page)
}

function nothingAt(pathname: string): Refusal {
  const folder = pathname.replace(/[^/]*$/, '')
  return {
    status: 404,
    message: 'This file does not exist.',
    hint:
      folder === '/'
        ? 'Open the address that the server printed.'
        : `If a proxy presents this server below ${folder}, start it with --base-path ${folder}.`
  }
}

function refuse(response: ServerResponse, { status, message, hint }: Refusal): void {
  response.writeHead(status, {
    ...securityHeaders,
    // Whatever else the client sends is not waited for.
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8'
  })
  response.end(`${message}\n${hint}\n`)
}
