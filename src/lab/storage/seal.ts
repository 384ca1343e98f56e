import { sha256 } from './sha256'

/** Hexadecimal digits of a seal: enough that no accident meets the right ones. */
const digits = 16

const sealedObject = new RegExp(String.raw`^(.*),\s*"seal":\s*"([0-9a-f]{${digits}})"\s*\}\s*$`, 's')

/**
 * Ends the JSON text of an object with a seal: a checksum over all the text before it.
 * @param json of an object that is not empty
 * @param previous seal of what this object follows: nothing between the two can then go missing
 */
export function addSeal(json: string, previous = ''): { readonly text: string; readonly seal: string } {
  const body = json.slice(0, -1).trimEnd()
  const seal = checksum(body, previous)
  return { text: `${body},${json.includes('\n') ? `\n  "seal": "${seal}"\n` : `"seal":"${seal}"`}}`, seal }
}

/** The seal of a text, undefined when there is none or when it does not fit the text. */
export function checkSeal(text: string, previous = ''): string | undefined {
  const [, body = '', seal] = sealedObject.exec(text) ?? []
  return seal !== undefined && seal === checksum(body, previous) ? seal : undefined
}

function checksum(body: string, previous: string): string {
  return sha256(previous + body).slice(0, digits)
}
