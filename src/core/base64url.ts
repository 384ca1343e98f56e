const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Text as UTF-8 in base64url without padding (RFC 4648, 5): characters that need no escaping in a URL. */
export function toBase64Url(text: string): string {
  const bytes = (encodeURIComponent(text).match(/%..|./g) ?? []).map((part) =>
    part.length === 3 ? parseInt(part.slice(1), 16) : part.charCodeAt(0)
  )
  let encoded = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(i, i + 3)
    const bits = (a << 16) | (b << 8) | c
    const quad = [18, 12, 6, 0].map((shift) => alphabet.charAt((bits >> shift) & 63)).join('')
    encoded += quad.slice(0, Math.min(4, bytes.length - i + 1))
  }
  return encoded
}

/** @returns undefined for what is no base64url, or no UTF-8 inside */
export function fromBase64Url(encoded: string): string | undefined {
  if (!/^[\w-]*$/.test(encoded) || encoded.length % 4 === 1) return undefined
  let escaped = ''
  for (let i = 0; i < encoded.length; i += 4) {
    const quad = encoded.slice(i, i + 4)
    let bits = 0
    for (const letter of quad.padEnd(4, 'A')) bits = bits * 64 + alphabet.indexOf(letter)
    for (let byte = 0; byte < quad.length - 1; byte++) {
      escaped += `%${((bits >> (16 - 8 * byte)) & 255).toString(16).padStart(2, '0')}`
    }
  }
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined // bytes that are no UTF-8
  }
}
