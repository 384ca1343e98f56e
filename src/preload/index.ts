import { contextBridge, ipcRenderer } from 'electron'
import { ipcChannels } from '../lab/contract/channels'
import type { Port } from '../lab/contract/port'

/** `window.tenfold`: the line to the lab, and nothing else of Electron. */
const port: Port = {
  send(message) {
    ipcRenderer.send(ipcChannels.toLab, message)
  },
  onMessage(listener) {
    ipcRenderer.on(ipcChannels.toWindow, (_event, message: unknown) => {
      listener(message)
    })
  },
  onClose() {
    // The line is as old as the page: when it ends, nobody is left to be told.
  }
}

contextBridge.exposeInMainWorld('tenfold', port)
