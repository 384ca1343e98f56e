import type { Page } from 'playwright-core'

/** A file with its type, by its name. */
export interface TransferredFile {
  readonly name: string
  readonly content: Buffer
}

/**
 * Drops files onto an element of the page, or pastes them there, as they come from another program.
 * @param target a selector
 */
export function transferFiles(
  page: Page,
  kind: 'drop' | 'paste',
  files: readonly TransferredFile[],
  target = 'main'
): Promise<void> {
  return page.evaluate(
    ({ how, list, selector }) => {
      const transfer = new DataTransfer()
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type: 'image/png' }))
      }
      const event =
        how === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
      document.querySelector(selector)?.dispatchEvent(event)
    },
    {
      how: kind,
      list: files.map(({ name, content }) => ({ name, base64: content.toString('base64') })),
      selector: target
    }
  )
}
