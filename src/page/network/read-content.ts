import { pageContent, type PageContent, pagePlaces } from '../../core/exchange/page-content'

/** What the lab wrote into the document. @throws where the file was damaged */
export function readContent(from: Document): PageContent {
  const given: unknown = JSON.parse(textOf(from, pagePlaces.content))
  return pageContent.parse(given)
}

/** f32 values, little-endian. @throws where the file was damaged */
export function readWeights(from: Document): Uint8Array<ArrayBuffer> {
  return bytesOf(textOf(from, pagePlaces.weights))
}

function textOf(from: Document, id: string): string {
  const text = from.getElementById(id)?.textContent
  if (text === undefined) throw new Error(`the page has no ${id}`)
  return text
}

/** @param base64 of any bytes */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
