/** What does something of its own where it is clicked. */
const controls = 'a, button, input, dialog'

/** What is asked of the element that was clicked. */
interface Clicked {
  closest(selectors: string): unknown
}

/**
 * Whether a click on a row opens what the row is about: not one on a control in it, and not one that ends the
 * selection of text.
 * @param selection of the page after the click
 */
export function opensRow(clicked: Clicked, selection: Pick<Selection, 'isCollapsed'> | null): boolean {
  return clicked.closest(controls) === null && (selection?.isCollapsed ?? true)
}
