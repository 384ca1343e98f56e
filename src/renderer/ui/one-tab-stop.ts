import type { Attachment } from 'svelte/attachments'

/**
 * Makes the buttons in a box one stop of the Tab key: the one that had the focus last, else the pressed one, else the
 * first. Arrow keys lead to the buttons around it, as they are laid out; Home and End to the first and the last of the page.
 */
export const oneTabStop: Attachment<HTMLElement> = (box) => {
  const buttons = (): HTMLElement[] => [...box.querySelectorAll<HTMLElement>('button')]

  let stop: HTMLElement | undefined

  function stopAt(button: HTMLElement | undefined): void {
    stop = button
    for (const one of buttons()) one.tabIndex = one === button ? 0 : -1
  }

  /** After buttons came or went. */
  function keepOne(): void {
    const all = buttons()
    const pressed = all.find((one) => one.matches('[aria-pressed="true"]'))
    stopAt(all.find((one) => one === stop) ?? pressed ?? all[0])
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const lines = linesOf(buttons())
    const all = lines.flat()
    const at = all.findIndex((button) => button === event.target)
    const y = lines.findIndex((line) => line.some((button) => button === event.target))
    const targets: Readonly<Record<string, HTMLElement | undefined>> = {
      ArrowLeft: all[at - 1],
      ArrowRight: all[at + 1],
      ArrowUp: nearest(lines[y - 1], event.target),
      ArrowDown: nearest(lines[y + 1], event.target),
      Home: buttons()[0],
      End: buttons().at(-1)
    }
    if (at === -1 || !(event.key in targets)) return
    // Beyond the last of them nothing scrolls away.
    event.preventDefault()
    targets[event.key]?.focus()
  }

  const onFocusIn = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLButtonElement) stopAt(target)
  }
  const observer = new MutationObserver(keepOne)
  observer.observe(box, { subtree: true, childList: true })
  box.addEventListener('focusin', onFocusIn)
  box.addEventListener('keydown', onKeyDown)
  keepOne()
  return () => {
    observer.disconnect()
    box.removeEventListener('focusin', onFocusIn)
    box.removeEventListener('keydown', onKeyDown)
  }
}

/** The button of a line that is straight above or below another, or nearest to that. */
function nearest(line: readonly HTMLElement[] = [], from: EventTarget | null): HTMLElement | undefined {
  const middleOf = (button: HTMLElement): number => {
    const { left, right } = button.getBoundingClientRect()
    return (left + right) / 2
  }
  const middle = from instanceof HTMLElement ? middleOf(from) : 0
  const distance = (button: HTMLElement): number => Math.abs(middleOf(button) - middle)
  return [...line].sort((a, b) => distance(a) - distance(b))[0]
}

/** In rows as the page shows them, from left to right. */
function linesOf(buttons: readonly HTMLElement[]): HTMLElement[][] {
  const lines = new Map<number, { button: HTMLElement; left: number }[]>()
  for (const button of buttons) {
    const { left, top } = button.getBoundingClientRect()
    const line = lines.get(Math.round(top)) ?? []
    line.push({ button, left })
    lines.set(Math.round(top), line)
  }
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line.sort((a, b) => a.left - b.left).map(({ button }) => button))
}
