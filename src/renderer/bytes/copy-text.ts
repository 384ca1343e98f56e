import { LabError } from '../../core/base/lab-error'

/** Puts text on the clipboard. @throws LabError 'unsupported' */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch (refused) {
    // Where the page may not write by itself, a selection that the user's own click copies still works.
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only other way there is
    const done = document.execCommand('copy')
    area.remove()
    if (!done) {
      throw new LabError(
        'unsupported',
        'The text could not be put on the clipboard.',
        'Select it with the mouse and copy it from there.',
        refused
      )
    }
  }
}
