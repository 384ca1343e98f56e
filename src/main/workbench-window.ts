import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { WindowStore } from './window-store'
import { placeWindow, smallestSize, type Bounds } from './place-window'

/** The ground colour of the views, so that nothing flashes before the first paint. */
const ground = { light: '#f4f3ef', dark: '#131517' }

export interface WindowOptions {
  readonly store: WindowStore
  readonly preloadFile: string
  readonly iconFile: string
  /** How many trainings closing the window now would cut short. */
  readonly runsInTraining: () => number
}

export function createWindow(options: WindowOptions): BrowserWindow {
  const { store } = options
  const place = store.loadPlace()
  const bounds = placeWindow(place, workAreas())
  const window = new BrowserWindow({
    ...bounds,
    minWidth: Math.min(smallestSize.width, bounds.width),
    minHeight: Math.min(smallestSize.height, bounds.height),
    title: 'Tenfold',
    icon: options.iconFile,
    backgroundColor: groundColour(),
    show: false,
    webPreferences: {
      preload: options.preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false
    }
  })
  const followTheme = (): void => {
    window.setBackgroundColor(groundColour())
  }
  nativeTheme.on('updated', followTheme)
  window.on('closed', () => nativeTheme.off('updated', followTheme))
  window.once('ready-to-show', () => {
    if (place?.maximized === true) window.maximize()
    window.show()
  })
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.on('close', () => {
    store.savePlace({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  })
  askBeforeClosing(window, options.runsInTraining)
  offerReload(window)
  return window
}

function groundColour(): string {
  return nativeTheme.shouldUseDarkColors ? ground.dark : ground.light
}

function workAreas(): [Bounds, ...Bounds[]] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  return [primary.workArea, ...others.map((display) => display.workArea)]
}

function askBeforeClosing(window: BrowserWindow, runsInTraining: () => number): void {
  let asking = false
  window.on('close', (event) => {
    const count = runsInTraining()
    if (count === 0) return
    event.preventDefault()
    if (asking) return
    asking = true
    const question = dialog.showMessageBox(window, {
      type: 'question',
      title: 'Tenfold',
      message: count === 1 ? 'A training is under way.' : `${count} runs are in training.`,
      detail:
        count === 1
          ? 'What was trained so far is saved as a checkpoint, and you can resume the run later.'
          : 'What was trained so far is saved in checkpoints, and you can resume their study later.',
      buttons: ['Stop training and close', 'Keep training'],
      defaultId: 1,
      cancelId: 1,
      noLink: true
    })
    void question
      .then(({ response }) => {
        if (response === 0) window.destroy()
      })
      .finally(() => {
        asking = false
      })
  })
}

/** A page that died says so and can be had back; the lab lives in this process and goes on. */
function offerReload(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    const question = dialog.showMessageBox(window, {
      type: 'error',
      title: 'Tenfold',
      message: 'The window’s page has crashed.',
      detail: `A training continues, and nothing is lost. (${details.reason})`,
      buttons: ['Reload', 'Close'],
      defaultId: 0,
      cancelId: 1,
      noLink: true
    })
    void question.then(({ response }) => {
      if (window.isDestroyed()) return
      if (response === 0) window.webContents.reload()
      else window.close()
    })
  })
}
