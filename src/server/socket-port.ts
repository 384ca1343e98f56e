import type { WebSocket } from 'ws'
import type { Port } from '../lab/contract/port'

/** A WebSocket as a port. What is not JSON text ends the connection. */
export function socketPort(socket: WebSocket): Port {
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        const message = !isBinary && Buffer.isBuffer(data) ? parseJson(data.toString()) : undefined
        if (message === undefined) socket.close(1003, 'JSON text only')
        else listener(message)
      })
    },
    onClose(listener) {
      socket.on('close', listener)
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller ends the connection
  }
}
