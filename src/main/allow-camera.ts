import { systemPreferences, type BrowserWindow, type Session } from 'electron'
import { isOwnPage } from './own-page'
import { asksForCameraAlone } from './asks-for-camera-alone'

/**
 * Lets one window's own page use the camera: its pictures, never its sound, and nothing else that asks for permission.
 * macOS asks the user, the first time. Where a page asks, somebody has just pressed “Use the camera” there.
 */
export function allowCamera(session: Session, window: BrowserWindow, pageAddress: string): void {
  const { webContents } = window
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const allowed =
      contents === webContents &&
      details.isMainFrame &&
      isOwnPage(details.requestingUrl, pageAddress) &&
      asksForCameraAlone(permission, details)
    if (allowed) void askSystem().then(callback)
    else callback(false)
  })
  // Without it the page is told neither the names of the cameras nor that it may use one.
  session.setPermissionCheckHandler(
    (contents, permission, origin, details) =>
      contents === webContents &&
      permission === 'media' &&
      details.mediaType === 'video' &&
      isOwnPage(origin, pageAddress)
  )
}

/** Other systems refuse by themselves, and the page says so. */
function askSystem(): Promise<boolean> {
  return process.platform === 'darwin' ? systemPreferences.askForMediaAccess('camera') : Promise.resolve(true)
}
