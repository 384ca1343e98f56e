import type { Page } from 'playwright-core'

/** The name of what has the focus: its label, else its text, else its element. */
export function focusOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document
    if (activeElement === null) return ''
    if (activeElement.matches('body, main')) return activeElement.tagName.toLowerCase()
    return activeElement.getAttribute('aria-label') ?? activeElement.textContent.trim()
  })
}
