import { base64urlnopad, utf8 } from '@scure/base'

/** Text as UTF-8 in base64url without padding (RFC 4648, 5): characters that need no escaping in a URL. */
export function toBase64Url(text: string): string {
  return base64urlnopad.encode(utf8.decode(text))
}

/** @returns undefined for what is not base64url, or not UTF-8 inside */
export function fromBase64Url(encoded: string): string | undefined {
  try {
    return utf8.encode(base64urlnopad.decode(encoded))
  } catch {
    return undefined // either of the two
  }
}
