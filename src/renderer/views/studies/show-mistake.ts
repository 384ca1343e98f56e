const focusable = 'input, select, button'

/** Brings the first thing that is wrong on a page into sight, with the focus on it. Its message stands below it. */
export function showMistake(page: ParentNode): void {
  const wrong = page.querySelector<HTMLElement>('[aria-invalid="true"], [data-mistake]')
  const target = wrong?.matches(focusable) === true ? wrong : wrong?.querySelector<HTMLElement>(focusable)
  target?.focus({ preventScroll: true })
  wrong?.scrollIntoView({ block: 'center' })
}
