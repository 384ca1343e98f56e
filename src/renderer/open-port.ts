import { socketPath } from '../lab/contract/channels'
import type { Port } from '../lab/contract/port'

declare global {
  interface Window {
    /** Set by the desktop's preload; a browser has none. */
    readonly tenfold?: Port
  }
}

/** The line to the lab: the desktop's own, or a WebSocket to where the page came from. */
export function openPort(): Promise<Port> {
  const { tenfold } = window
  return tenfold === undefined ? openSocket() : Promise.resolve(tenfold)
}

function openSocket(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${socketPath}`)
    socket.addEventListener('error', () => reject(new Error('the lab does not answer')), { once: true })
    socket.addEventListener('open', () => resolve(socketPort(socket)), { once: true })
  })
}

function socketPort(socket: WebSocket): Port {
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage(listener) {
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string') listener(JSON.parse(data))
      })
    },
    onClose(listener) {
      socket.addEventListener('close', () => listener(), { once: true })
    }
  }
}
