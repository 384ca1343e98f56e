/** Why there is no picture of the camera, and what to do about it. */
export interface CameraProblem {
  readonly message: string
  readonly hint: string
}

const refused: CameraProblem = {
  message: 'The camera was not allowed.',
  hint: 'Allow the camera for this page in the browser (beside its address), and for the browser or Tenfold in the privacy settings of your system. Then press “Use the camera” again.'
}
const missing: CameraProblem = {
  message: 'No camera was found.',
  hint: 'Connect one, or take a picture with another device and choose its file.'
}
const unsupported: CameraProblem = {
  message: 'This browser gives pages no camera.',
  hint: 'Open the workbench in a current Chrome, Edge, Firefox or Safari, or choose a file.'
}
const inUse: CameraProblem = {
  message: 'The camera cannot be used now.',
  hint: 'Another program may be using it. Close that program, then press “Use the camera” again.'
}

const problems: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: refused,
  SecurityError: refused,
  NotFoundError: missing,
  OverconstrainedError: missing,
  NotReadableError: inUse,
  AbortError: inUse,
  NotSupportedError: unsupported
}

/** @param thrown by a browser that was asked for the camera */
export function cameraProblem(thrown: unknown): CameraProblem {
  const name = thrown instanceof Error ? thrown.name : ''
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return problems[name] ?? { message: `The camera could not be started: ${message}`, hint: missing.hint }
}

/** Of a page that has no cameras to ask for. */
export function noCameraHere(isSecure: boolean): CameraProblem {
  return isSecure
    ? unsupported
    : {
        message: 'Browsers give the camera only to pages over https, or from this computer.',
        hint: 'This page came over http from another computer. Let a proxy present the server over https, or forward its port: run “ssh -L 8321:localhost:8321” with your server’s name and port, and open the address at localhost.'
      }
}
