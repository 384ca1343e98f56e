import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { contentSecurityPolicy } from './content-security-policy'
import { permissionsPolicy } from './permissions-policy'

/** One file of the built renderer, with the headers that it is served with. */
export interface Asset {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm'
}

/** Sent with everything that a host serves. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Permissions-Policy': permissionsPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin'
}

/**
 * Reads a file of the built renderer. Only files below the folder are given, whatever the path tries.
 * @param folder absolute path of the built renderer
 * @param urlPath path of the URL, still percent-encoded: `/assets/index.js`; `/` is the page itself
 * @returns undefined where there is no such file
 */
export async function readAsset(folder: string, urlPath: string): Promise<Asset | undefined> {
  const relative = relativePath(urlPath)
  if (relative === undefined) return undefined
  const mimeType = mimeTypes[path.extname(relative)]
  if (mimeType === undefined) return undefined
  try {
    const root = await realpath(folder)
    const file = await realpath(path.join(root, relative))
    if (!file.startsWith(root + path.sep)) return undefined
    return { body: await readFile(file), headers: headersOf(relative, mimeType) }
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
}

/** A URL's path as a relative file path; undefined for one that names no plain file. */
function relativePath(urlPath: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return undefined // not percent-encoding
  }
  if (/[\0\\:]/.test(decoded)) return undefined
  const segments = decoded.split('/').filter((segment) => segment !== '')
  if (segments.some((segment) => segment.startsWith('.'))) return undefined
  return segments.length === 0 ? 'index.html' : segments.join('/')
}

function headersOf(relative: string, mimeType: string): Record<string, string> {
  // Names below assets/ carry a hash of their content.
  const caching = relative.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'
  return { ...securityHeaders, 'Content-Type': mimeType, 'Cache-Control': caching }
}

function isAbsence(error: unknown): boolean {
  const codes = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code)
}
