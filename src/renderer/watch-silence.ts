import type { z } from '../core/base/schema'
import type { wirePing } from '../lab/contract/wire'

/** After which the server is asked over the socket whether it is there, in milliseconds. */
const askAfterMs = 5_000
/** After which it is asked over HTTP: an answer on its way may be long. */
const checkAfterMs = 10_000
/** After which the socket is given up, although the server answers elsewhere. */
const giveUpAfterMs = 120_000
const tickMs = 2_000
const ping = JSON.stringify({ type: 'ping' } satisfies z.infer<typeof wirePing>)

/** What is watched of a WebSocket. */
export interface WatchedSocket {
  send(text: string): void
  addEventListener(type: 'message', listener: () => void): void
}

/**
 * Notices within half a minute that nobody is at the other end of a socket: a proxy or a tunnel can hold it open, and
 * browsers do not show their own pings to a page.
 * @param check asks the server elsewhere; rejects when it does not answer
 * @param onLost called when nobody is there
 * @returns how to stop
 */
export function watchSilence(
  socket: WatchedSocket,
  check: () => Promise<unknown>,
  onLost: () => void
): () => void {
  let silentMs = 0
  let checking = false
  let previous = performance.now()
  socket.addEventListener('message', () => {
    silentMs = 0
  })
  const tick = (): void => {
    const now = performance.now()
    // A machine that slept, or a page in the background, does not hear what is said meanwhile.
    silentMs += Math.min(now - previous, 2 * tickMs)
    previous = now
    if (silentMs > giveUpAfterMs) {
      onLost()
      return
    }
    if (silentMs > askAfterMs) socket.send(ping)
    if (silentMs <= checkAfterMs || checking) return
    checking = true
    check()
      .catch(onLost)
      .finally(() => {
        checking = false
      })
  }
  const timer = setInterval(tick, tickMs)
  return () => clearInterval(timer)
}
