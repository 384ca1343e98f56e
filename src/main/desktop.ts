import { app, dialog, Menu, nativeTheme, session, shell, type BrowserWindow } from 'electron'
import path from 'node:path'
import { version } from '../../package.json'
import type { Command } from '../lab/contract/command'
import type { WorkbenchSettings } from '../lab/contract/workbench-settings'
import { readNetworkApart } from '../lab/exchange/apart/read-network-apart'
import { openLab } from '../lab/open-lab'
import { serve } from '../lab/rpc/serve'
import { SettingsFile } from '../lab/settings/settings-file'
import { serveRenderer, workbenchAddress } from './app-scheme'
import { allowCamera } from './allow-camera'
import { askBeforeLoading } from './ask-before-loading'
import { chooseFiles } from './choose-files'
import { connectWindow } from './connect-window'
import { WindowStore } from './window-store'
import { buildMenu } from './menu'
import { menuCommands } from './menu-commands'
import { PdfPrinter } from './print-pdf'
import { saveDownloads } from './save-downloads'
import { denyPermissions } from './secure-contents'
import { createWindow } from './workbench-window'

export interface DesktopFolders {
  /** Absolute: where main/, preload/ and renderer/ were built. */
  readonly outFolder: string
  readonly dataFolder: string
  /** Settings and Electron's own files. */
  readonly desktopFolder: string
}

export interface Desktop {
  focus(): void
  /** Closes the window without asking, whatever is under way. */
  quitUnasked(): void
  /** Stops trainings, each with a checkpoint. */
  close(): Promise<void>
}

/** Opens the lab and its window. */
export async function openDesktop(folders: DesktopFolders): Promise<Desktop> {
  const { outFolder, dataFolder } = folders
  const store = new WindowStore(folders.desktopFolder)
  const printer = new PdfPrinter()
  const settings = new SettingsFile(
    path.join(folders.desktopFolder, 'workbench.json'),
    () => store.earlierSettings
  )
  const applyTheme = (theme: WorkbenchSettings['theme']): void => {
    nativeTheme.themeSource = theme
    Menu.setApplicationMenu(buildMenu(theme, developmentServer !== undefined, actions))
  }
  const decoderFile = path.join(outFolder, 'main', 'decoder.cjs')
  const opened = await openLab({
    kind: 'desktop',
    version,
    dataFolder,
    trainerFile: path.join(outFolder, 'main', 'trainer.cjs'),
    decoderFile,
    readNetwork: readNetworkApart(decoderFile),
    pageFolder: path.join(outFolder, 'page'),
    settings: {
      load: () => settings.load(),
      async change(change) {
        await settings.change(change)
        if (change.theme !== undefined) applyTheme(change.theme)
      }
    },
    dialogs: chooseFiles(() => window),
    printPdf: (html) => printer.print(html)
  })
  const { service, send } = menuCommands(opened)
  const actions = {
    send: (command: Command) =>
      void sendCommand(window, () => {
        send(command)
      }),
    openDataFolder: () => void shell.openPath(dataFolder)
  }
  app.setAboutPanelOptions({
    applicationName: 'Tenfold',
    applicationVersion: version,
    copyright: 'MIT licence'
  })
  applyTheme((await settings.load()).settings.theme)
  denyPermissions(session.defaultSession)
  serveRenderer(session.defaultSession, path.join(outFolder, 'renderer'))
  const window = createWindow({
    store,
    preloadFile: path.join(outFolder, 'preload', 'index.cjs'),
    iconFile: path.join(outFolder, '..', 'resources', 'icon.png'),
    runsInTraining: () => service.activeRuns().length
  })
  saveDownloads(window)
  const address = developmentServer ?? workbenchAddress
  allowCamera(session.defaultSession, window, address)
  const guarded = askBeforeLoading(service, (place) => askToRun(window, place))
  connectWindow(window.webContents, address, (port) => {
    serve(guarded, port)
  })
  await window.loadURL(address)
  return {
    focus() {
      if (window.isMinimized()) window.restore()
      window.focus()
    },
    quitUnasked() {
      window.destroy()
    },
    close: () => service.close()
  }
}

/** Where `electron-vite dev` serves the renderer; never looked at in an installed application. */
const developmentServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']

/**
 * A menu item is a gesture of the user's, but the page cannot know: without this the page could not open a file
 * chooser in answer to it.
 */
async function sendCommand(window: BrowserWindow, send: () => void): Promise<void> {
  await window.webContents.executeJavaScript('undefined', true)
  send()
}

/** Outside the page, so that no page can answer for the user. */
async function askToRun(window: BrowserWindow, place: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Tenfold',
    message: 'Run code from this path?',
    detail: `${place}\n\nThe code can do everything that you can do on this computer. Allow it only if you know where it comes from.`,
    buttons: ['Run it', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true
  })
  return response === 0
}
