import { bytesFromBase64 } from './base64'

interface FileToSave {
  readonly fileName: string
  readonly mimeType: string
  /** base64 */
  readonly content: string
}

/** Text as a file for the user. */
export function saveText(fileName: string, mimeType: string, text: string): void {
  save(fileName, new Blob([text], { type: mimeType }))
}

/** Hands a file to the user: a browser downloads it, the desktop asks where it should go. */
export function saveFile({ fileName, mimeType, content }: FileToSave): void {
  save(fileName, new Blob([bytesFromBase64(content)], { type: mimeType }))
}

function save(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = fileName
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
