import { LabError } from '../../core/base/lab-error'

/** The server answered, but not with the file. */
export class HttpStatusError extends LabError {
  constructor(
    readonly status: number,
    host: string
  ) {
    super('download-failed', describeStatus(status, host), hintFor(status))
  }
}

function describeStatus(status: number, host: string): string {
  switch (status) {
    case 401:
      return `${host} asks for a login (HTTP 401).`
    case 404:
    case 410:
      return `${host} no longer has the file (HTTP ${status}).`
    case 407:
      return `The proxy on the way to ${host} asks for a login, or refuses the login in its address (HTTP 407).`
    default:
      return `${host} refused the download (HTTP ${status}).`
  }
}

function hintFor(status: number): string {
  switch (status) {
    case 401:
      return 'Log in to the registry (npm login), or use another source or a local archive.'
    case 407:
      return 'Put the user name and password into the proxy’s address: http://user:password@host:port.'
    default:
      return 'Use another source or a local archive.'
  }
}
