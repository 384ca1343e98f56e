import { app, dialog } from 'electron'
import path from 'node:path'
import { LabError } from '../core/base/lab-error'
import { dataFolder } from '../lab/storage/data-folder'
import { makeFolderSync } from '../lab/storage/make-folder'
import { storageError } from '../lab/storage/storage-error'
import { registerScheme } from './app-scheme'
import { openDesktop, type Desktop } from './desktop'
import { secureContents } from './secure-contents'

// Shared chunks lie in a folder of their own: only an entry knows where the build is.
const outFolder = path.dirname(__dirname)

try {
  start(dataFolder(process.env))
} catch (thrown) {
  fail(thrown)
}

function start(folder: string): void {
  const desktopFolder = path.join(folder, 'desktop')
  // Electron's lock and profile belong to the data folder: one desktop for each, and several side by side.
  try {
    makeFolderSync(desktopFolder)
  } catch (cause) {
    throw storageError(cause, 'make the folder', desktopFolder)
  }
  app.setPath('userData', desktopFolder)

  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  registerScheme()
  secureContents()
  void app
    .whenReady()
    .then(() => openDesktop({ outFolder, dataFolder: folder, desktopFolder }))
    .then(run, fail)
}

function run(desktop: Desktop): void {
  app.on('second-instance', () => {
    desktop.focus()
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
  app.on('will-quit', (event) => {
    event.preventDefault()
    void desktop
      .close()
      .catch(report)
      .finally(() => {
        app.exit(0)
      })
  })
  // The terminal's Ctrl-C and the system's shutdown ask no questions: a checkpoint is kept all the same. Listeners from
  // before Electron took the signals over would keep ours from being heard, and end the process at once.
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal)
    process.on(signal, () => {
      desktop.quitUnasked()
    })
  }
}

function fail(thrown: unknown): void {
  report(thrown)
  app.exit(1)
}

function report(thrown: unknown): void {
  const error = LabError.from(thrown)
  dialog.showErrorBox('Tenfold', `${error.message}\n\n${error.hint}`)
}
