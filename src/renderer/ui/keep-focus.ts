/** What the keyboard can get to. */
const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
/** Comes and goes above the page: what has the focus there had it from elsewhere. */
const passing = 'dialog, [data-passing]'

/** A box around a control, and which of the box's children led to the control. */
interface Level {
  readonly box: Element
  readonly child: Element
  readonly index: number
}

/** A control that has or had the focus, and where it stood: removed elements do not know. */
interface Place {
  readonly control: HTMLElement
  /** From the inside out. */
  readonly levels: readonly Level[]
  readonly region: Element | null
}

/**
 * Keeps the keyboard's focus near where it was when the control that has it is removed, hidden or disabled: browsers
 * give it to the body, and the next Tab begins at the top of the page. In the innermost box that is left it goes to
 * the first of these:
 *
 * - the box itself, if it has `tabindex="-1"`: all that it shows has changed
 * - the nearest control in it that is marked with `data-focus-next`
 * - the same control of the next row, or of the one before
 *
 * From dialogs and from boxes marked with `data-passing` it goes back to where it came from.
 * @returns what ends this
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: Place | undefined
  /** Where the focus was before it came to what passes. */
  let before: Place | undefined
  /** It has left one control and not yet come to the next. */
  let moving = false

  function remember(control: Element | null): void {
    if (!(control instanceof HTMLElement) || !root.contains(control) || control === root) return
    const region = control.closest(passing)
    if (region !== null && last?.region === null) before = last
    last = { control, levels: levelsAround(control, root), region }
  }

  function settle(): void {
    if (moving) return
    const { activeElement } = document
    if (activeElement !== null && activeElement !== document.body && !activeElement.matches(':disabled')) {
      // What stands around it may have changed.
      if (activeElement === last?.control) remember(activeElement)
      return
    }
    if (last === undefined) return
    const lost = last
    last = undefined
    // Otherwise somebody let it go, with a click beside all controls.
    if (!canHaveFocus(lost.control)) heirOf(lost, before)?.focus()
  }

  const onFocusIn = (event: FocusEvent): void => {
    moving = false
    if (event.target instanceof Element) remember(event.target)
  }
  const onFocusOut = (event: FocusEvent): void => {
    moving = event.relatedTarget !== null
    // What is removed says so before it is gone.
    if (!moving) setTimeout(settle)
  }
  const observer = new MutationObserver(settle)
  observer.observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'hidden', 'inert', 'open']
  })
  root.addEventListener('focusin', onFocusIn)
  root.addEventListener('focusout', onFocusOut)
  return () => {
    observer.disconnect()
    root.removeEventListener('focusin', onFocusIn)
    root.removeEventListener('focusout', onFocusOut)
  }
}

function levelsAround(control: Element, root: Element): Level[] {
  const levels: Level[] = []
  for (let child = control; child !== root;) {
    const box = child.parentElement
    if (box === null) break
    levels.push({ box, child, index: [...box.children].indexOf(child) })
    child = box
  }
  return levels
}

function heirOf({ control, levels, region }: Place, before: Place | undefined): HTMLElement | undefined {
  for (const { box, child, index } of levels) {
    if (box instanceof HTMLElement && canBeSeen(box)) {
      if (box.getAttribute('tabindex') === '-1') return box
      const others = [...box.children]
      const nearest = [...others.slice(index), ...others.slice(0, index).reverse()]
      const marked = nearest
        .flatMap(controlsIn)
        .find((one) => one.hasAttribute('data-focus-next') && canHaveFocus(one))
      if (marked !== undefined) return marked
      for (const other of nearest) {
        const found = counterpart(other, child, control)
        if (found !== undefined) return found
      }
    }
    if (box === region) break
  }
  if (region === null || before === undefined) return undefined
  return canHaveFocus(before.control) ? before.control : heirOf(before, undefined)
}

/** The control of a row that stands where another row has the given one; else the nearest to it. */
function counterpart(row: Element, other: Element, control: HTMLElement): HTMLElement | undefined {
  const all = controlsIn(row)
  const others = controlsIn(other)
  // From the end: what a row has more than another comes first.
  const at = row.tagName === other.tagName ? all.length - others.length + others.indexOf(control) : 0
  return all
    .map((one, i) => ({ one, distance: Math.abs(i - at) }))
    .sort((a, b) => a.distance - b.distance)
    .find(({ one }) => canBeHeir(one))?.one
}

function controlsIn(row: Element): HTMLElement[] {
  const inside = [...row.querySelectorAll<HTMLElement>(controls)]
  return row instanceof HTMLElement && row.matches(controls) ? [row, ...inside] : inside
}

const canBeSeen = (element: Element): boolean =>
  element.isConnected && element.checkVisibility({ checkVisibilityCSS: true })

const canHaveFocus = (element: Element): boolean =>
  canBeSeen(element) && !element.matches(':disabled') && element.closest('[inert]') === null

/** A button that does nothing now keeps the focus, but is not given it. */
const canBeHeir = (element: Element): boolean =>
  canHaveFocus(element) && element.getAttribute('aria-disabled') !== 'true'
