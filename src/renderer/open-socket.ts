import { LabError } from '../core/base/lab-error'
import { mostSocketBytes, serverPaths } from '../lab/contract/channels'
import type { Port } from '../lab/contract/port'
import { askServer } from './ask-server'
import { parseLargeCall, postCall } from './post-call'
import { watchSilence } from './watch-silence'

/**
 * A WebSocket to the server of the page, as a port.
 * @param page its address; whatever path a proxy presents it at, the socket lies beside it
 * @throws LabError that says why there is none, and what to do
 */
export async function openSocket(page: string): Promise<Port> {
  const version = await askServer(page)
  pageVersion ??= version
  if (version !== pageVersion) {
    throw new LabError(
      'unsupported',
      `The server now runs Tenfold ${version}, but this page is from ${pageVersion}.`,
      'Reload the page.'
    )
  }
  const address = new URL(serverPaths.socket, page)
  address.protocol = address.protocol.replace('http', 'ws')
  address.hash = ''
  const socket = new WebSocket(address)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(noSocket()), { once: true })
  })
  return socketPort(socket, page)
}

/** Of the server that this page came from. */
let pageVersion: string | undefined

function socketPort(socket: WebSocket, page: string): Port {
  const messageListeners: ((message: unknown) => void)[] = []
  const closeListeners: (() => void)[] = []
  const receive = (message: unknown): void => {
    for (const listener of messageListeners) listener(message)
  }
  let open = true
  const close = (): void => {
    if (!open) return
    open = false
    stopWatching()
    socket.close()
    for (const listener of closeListeners) listener()
  }
  const stopWatching = watchSilence(socket, () => askServer(page), close)
  socket.addEventListener('close', close, { once: true })
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (open && typeof data === 'string') receive(JSON.parse(data))
  })
  return {
    send(message) {
      const text = JSON.stringify(message)
      // A character takes at most three bytes.
      if (text.length * 3 <= mostSocketBytes) socket.send(text)
      else void postCall(page, parseLargeCall(message)).then(receive)
    },
    onMessage: (listener) => void messageListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener)
  }
}

function noSocket(): LabError {
  return new LabError(
    'offline',
    'The server answers, but a WebSocket connection to it cannot be opened.',
    'If you reach the server through a proxy or port forwarder, let it pass WebSocket connections (the headers Upgrade and Connection).'
  )
}
