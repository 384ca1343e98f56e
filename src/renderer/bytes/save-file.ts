import { bytesFromBase64 } from './base64'

interface FileToSave {
  readonly fileName: string
  readonly mimeType: string
  /** base64 */
  readonly content: string
}

/** Hands a file to the user: a browser downloads it, the desktop asks where it should go. */
export function saveFile(file: FileToSave): void {
  const url = URL.createObjectURL(new Blob([bytesFromBase64(file.content)], { type: file.mimeType }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = file.fileName
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
