import type { Port } from '../lab/contract/port'
import { openSocket } from './open-socket'

declare global {
  interface Window {
    /** Set by the desktop's preload; a browser has none. */
    readonly tenfold?: Port
  }
}

/**
 * The line to the lab: the desktop's own, or a WebSocket to where the page came from.
 * @throws LabError that says why there is none, and what to do
 */
export function openPort(): Promise<Port> {
  const { tenfold } = window
  return tenfold === undefined ? openSocket(location.href) : Promise.resolve(tenfold)
}
