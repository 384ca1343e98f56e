import type { WebContents } from 'electron'
import { ipcChannels } from '../lab/contract/channels'
import type { Port } from '../lab/contract/port'
import { isOwnPage } from './own-page'

/**
 * Gives each page that a window loads a port of its own, so that a reload or a crash ends the old page's
 * subscriptions. Messages from anything but our own page's main frame are dropped.
 * @param serveLab answers the port's requests until it closes
 */
export function connectWindow(
  contents: WebContents,
  pageAddress: string,
  serveLab: (port: Port) => void
): void {
  let current: IpcPort | undefined
  const close = (): void => {
    current?.close()
    current = undefined
  }
  // Where only the page's address changes, the page stays, and so does its port. The arguments behind the event are
  // deprecated, but Electron 22 has nothing else.
  contents.on('did-start-navigation', (_event, _url, isInPlace, isMainFrame) => {
    if (isInPlace || !isMainFrame) return
    close()
    current = new IpcPort(contents)
    serveLab(current)
  })
  contents.on('render-process-gone', close)
  contents.on('destroyed', close)
  contents.ipc.on(ipcChannels.toLab, (event, message: unknown) => {
    const frame = event.senderFrame
    if (frame === null || frame !== contents.mainFrame || !isOwnPage(frame.url, pageAddress)) return
    current?.receive(message)
  })
}

class IpcPort implements Port {
  readonly #contents: WebContents
  readonly #messageListeners: ((message: unknown) => void)[] = []
  readonly #closeListeners: (() => void)[] = []
  #open = true

  constructor(contents: WebContents) {
    this.#contents = contents
  }

  send(message: unknown): void {
    if (this.#open) this.#contents.send(ipcChannels.toWindow, message)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messageListeners.push(listener)
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener)
  }

  receive(message: unknown): void {
    for (const listener of this.#messageListeners) listener(message)
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    for (const listener of this.#closeListeners) listener()
  }
}
