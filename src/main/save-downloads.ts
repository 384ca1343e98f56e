import { app, dialog, type BrowserWindow, type DownloadItem } from 'electron'
import { mkdtempSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../core/base/lab-error'
import { storageError } from '../lab/storage/storage-error'
import { saveUntilWritten } from './save-until-written'

/**
 * Saves what the page hands to the user: reports, checkpoints, scripts, assignments. Chromium would drop a file without
 * a word where its place cannot be written to; here it is kept aside until it is written or nobody wants it any more.
 */
export function saveDownloads(window: BrowserWindow): void {
  /** Where the last one went. */
  let folder: string | undefined

  async function choose(name: string): Promise<string | undefined> {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: path.join(folder ?? app.getPath('downloads'), name)
    })
    if (canceled) return undefined
    folder = path.dirname(filePath)
    return filePath
  }

  window.webContents.session.on('will-download', (event, item) => {
    let aside: string
    try {
      aside = mkdtempSync(path.join(app.getPath('temp'), 'tenfold-save-'))
    } catch (thrown) {
      event.preventDefault()
      void tell(window, storageError(thrown, 'write into', app.getPath('temp')), ['OK'])
      return
    }
    const name = item.getFilename()
    void keepAside(item, path.join(aside, 'file'))
      .then((bytes) =>
        saveUntilWritten(bytes, {
          choose: () => choose(name),
          asksAgain: async (error) => (await tell(window, error, ['Choose another place…', 'Cancel'])) === 0
        })
      )
      .catch((thrown: unknown) => tell(window, LabError.from(thrown), ['OK']))
      .finally(() => rm(aside, { recursive: true, force: true }))
  })
}

/** @throws LabError 'storage' */
function keepAside(item: DownloadItem, file: string): Promise<Buffer> {
  item.setSavePath(file)
  return new Promise((resolve, reject) => {
    item.once('done', (_event, state) => {
      if (state === 'completed') resolve(readFile(file))
      else
        reject(
          new LabError(
            'storage',
            `“${item.getFilename()}” could not be stored temporarily in ${path.dirname(path.dirname(file))}.`,
            'Free some space there, then save it again.'
          )
        )
    })
  })
}

/** @returns the number of the button that was pressed */
async function tell(window: BrowserWindow, error: LabError, buttons: string[]): Promise<number> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Tenfold',
    message: error.message,
    detail: error.hint,
    buttons,
    defaultId: 0,
    cancelId: buttons.length - 1,
    noLink: true
  })
  return response
}
