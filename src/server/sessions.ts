import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** For how long a browser that was admitted is known, in days. */
export const sessionDays = 30

/**
 * The browsers that have shown the token. A session is a moment and a random number, signed: nothing is kept for it,
 * and it outlives the server's process for as long as the key does.
 */
export class Sessions {
  readonly #key: Buffer

  /** @param key base64url */
  constructor(key: string) {
    this.#key = Buffer.from(key, 'base64url')
  }

  /** @returns what the browser's cookie holds */
  begin(now: number): string {
    const claim = `${now.toString(36)}.${randomBytes(16).toString('base64url')}`
    return `${claim}.${this.#sign(claim).toString('base64url')}`
  }

  isKnown(session: string, now: number): boolean {
    const [moment = '', random = '', signature = ''] = session.split('.')
    const signed = this.#sign(`${moment}.${random}`)
    const given = Buffer.from(signature, 'base64url')
    if (given.length !== signed.length || !timingSafeEqual(given, signed)) return false
    const age = now - parseInt(moment, 36)
    return age < sessionDays * 86_400_000
  }

  #sign(claim: string): Buffer {
    return createHmac('sha256', this.#key).update(claim).digest()
  }
}
