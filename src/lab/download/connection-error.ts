import { LabError } from '../../core/base/lab-error'
import { errorCode } from '../storage/storage-error'

const unknownAuthority = 'is signed by an authority that this computer does not know'

/** What OpenSSL and Node call it, and what it means. */
const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_UNTRUSTED: unknownAuthority,
  INVALID_CA: unknownAuthority,
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  CERT_REJECTED: 'is not made for this use',
  INVALID_PURPOSE: 'is not made for this use',
  CERT_SIGNATURE_FAILURE: 'carries a wrong signature',
  CERT_CHAIN_TOO_LONG: 'has too long a chain of authorities',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is made for another name',
  HOSTNAME_MISMATCH: 'is made for another name'
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
      return 'Use the name that the certificate is made for, in npm’s registry and proxy settings; or use another source, or a local archive.'
    default:
      return 'If it is your own mirror or your company’s proxy, name the certificate of its authority: NODE_EXTRA_CA_CERTS=<file.pem> before Tenfold starts, or for npm “npm config set cafile <file.pem>”. Or use another source, or a local archive.'
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
      `${url.host}${via} does not speak TLS as it should (${code}).`,
      'Check the protocol in npm’s registry and proxy settings: most proxies are http://, for https addresses too.'
    )
  }
  if (proxy === undefined) return undefined
  const socks = proxy.protocol.startsWith('socks')
  if (!socks && !isConnecting(error)) return undefined
  const reason = code ?? (error instanceof Error ? error.message : String(error))
  return new LabError(
    'offline',
    `The proxy ${proxy.host} does not connect to ${url.host}: ${reason}.`,
    'Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and npm’s proxy settings, the login of the proxy included; or use a local archive.'
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
