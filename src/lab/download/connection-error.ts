import { LabError } from '../../core/base/lab-error'
import { errorCode } from '../storage/storage-error'

const unknownAuthority = 'is signed by an authority that this computer does not know'

/** What OpenSSL and Node call it, and what it means. */
const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_UNTRUSTED: unknownAuthority,
  INVALID_CA: unknownAuthority,
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  CERT_REJECTED: 'was not issued for this purpose',
  INVALID_PURPOSE: 'was not issued for this purpose',
  CERT_SIGNATURE_FAILURE: 'has a wrong signature',
  CERT_CHAIN_TOO_LONG: 'has too long a chain of authorities',
  ERR_TLS_CERT_ALTNAME_INVALID: 'was issued for another name',
  HOSTNAME_MISMATCH: 'was issued for another name'
}

/**
 * A certificate that was not accepted, by its error code. Undefined for any other code, and where there is none.
 * @param host whose it is
 */
export function certificateError(code: string | undefined, host: string): LabError | undefined {
  if (code === undefined) return undefined
  const problem = certificateProblems[code]
  if (problem === undefined) return undefined
  return new LabError(
    'download-failed',
    `The certificate of ${host} ${problem} (${code}).`,
    certificateHint(code)
  )
}

function certificateHint(code: string): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'Check the clock of this computer. If it is right, the owner of the server has to renew the certificate; use another source, or a local archive.'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'In npm’s registry and proxy settings, use the name that the certificate was issued for; or use another source, or a local archive.'
    default:
      return 'If it is your own mirror or your company’s proxy, tell Tenfold the certificate of its authority: set NODE_EXTRA_CA_CERTS=<file.pem> before you start Tenfold, or for npm run “npm config set cafile <file.pem>”. Or use another source, or a local archive.'
  }
}

/**
 * What kept a connection from being made, where there is more to say than its code: a certificate, a proxy. Undefined
 * otherwise. The login of a proxy never shows: the cause holds a text alone.
 */
export function connectionError(error: unknown, url: URL, proxy: URL | undefined): LabError | undefined {
  const code = errorCode(error)
  const via = proxy === undefined ? '' : `, reached through the proxy ${proxy.host},`
  const certificate = certificateError(code, `${url.host}${via}`)
  if (certificate !== undefined) return certificate
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL_') === true) {
    return new LabError(
      'download-failed',
      `${url.host}${via} does not use TLS correctly (${code}).`,
      'Check the protocol in npm’s registry and proxy settings: most proxies have http:// addresses, even for https downloads.'
    )
  }
  if (proxy === undefined) return undefined
  const socks = proxy.protocol.startsWith('socks')
  if (!socks && !isConnecting(error)) return undefined
  const reason = code ?? (error instanceof Error ? error.message : String(error))
  return new LabError(
    'offline',
    `The proxy ${proxy.host} does not connect to ${url.host}: ${reason}.`,
    'Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and npm’s proxy settings, including the login for the proxy; or use a local archive.'
  )
}

/** Behind a proxy, it alone is looked up and connected to. */
function isConnecting(error: unknown): boolean {
  return (
    error instanceof Error &&
    'syscall' in error &&
    (error.syscall === 'connect' || error.syscall === 'getaddrinfo')
  )
}
