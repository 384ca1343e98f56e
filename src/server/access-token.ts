import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** The secret without which the server answers nothing: in the printed address once, then in a cookie. */
export class AccessToken {
  /** 256 random bits, in characters that need no escaping in a URL. */
  readonly value = randomBytes(32).toString('base64url')
  readonly #digest = digest(this.value)

  /** Takes the same time whatever the candidate is. */
  matches(candidate: string | null | undefined): boolean {
    return candidate != null && timingSafeEqual(digest(candidate), this.#digest)
  }
}

// Digests are of equal length, as timingSafeEqual demands.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
