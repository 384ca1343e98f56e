import { app, dialog, type BrowserWindow } from 'electron'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { HostDialogs } from '../lab/contract/host'

/** The system's dialogs, in front of the window. @param window asked for when a dialog opens */
export function chooseFiles(window: () => BrowserWindow): HostDialogs {
  /** Where the last export went. */
  let folder: string | undefined

  return {
    async place(what) {
      const { filePaths } = await dialog.showOpenDialog(window(), {
        properties: [what === 'folder' ? 'openDirectory' : 'openFile']
      })
      return filePaths[0]
    },
    async exportPlace(as, name) {
      const begin = folder ?? app.getPath('downloads')
      if (as === 'file') {
        const { canceled, filePath } = await dialog.showSaveDialog(window(), {
          defaultPath: path.join(begin, name),
          properties: ['showOverwriteConfirmation', 'createDirectory']
        })
        if (canceled) return undefined
        folder = path.dirname(filePath)
        return filePath
      }
      const { filePaths } = await dialog.showOpenDialog(window(), {
        title: `Where should the folder “${name}” go?`,
        buttonLabel: 'Export here',
        defaultPath: begin,
        properties: ['openDirectory', 'createDirectory']
      })
      const [chosen] = filePaths
      if (chosen === undefined) return undefined
      folder = chosen
      return freeFolder(chosen, name)
    }
  }
}

/** `flowers`, or `flowers-2` where something is there. */
function freeFolder(parent: string, name: string): string {
  for (let n = 1; ; n++) {
    const place = path.join(parent, n === 1 ? name : `${name}-${n}`)
    if (!existsSync(place)) return place
  }
}
