import type { Attachment } from 'svelte/attachments'

/** Where a form begins that takes the place of another in an open dialog: the button that was pressed for it is gone. */
export const takesFocus: Attachment<HTMLElement> = (element) => {
  element.focus()
}
