import type { Page } from 'playwright-core'

/**
 * What is cut off, out of reach or on top of something else on the page as it is now, in words; the page is left where
 * it was scrolled to. Looked for is:
 *
 * - a page that scrolls sideways
 * - a control or heading that cannot be scrolled into view and hit
 * - text that is cut off, where neither an ellipsis with a title nor a box that scrolls gives the rest
 * - text on top of other text
 * - a box that scrolls sideways and does not show it, or that the keyboard does not reach
 *
 * @param within where to look, as a selector: what lies over the page covers the rest
 */
export function findLayoutFaults(page: Page, within = 'body'): Promise<string[]> {
  return page.evaluate((scope) => {
    /** Rounding, and letters that lean out of their box. */
    const slack = 1.5
    const faults = new Set<string>()
    const inScope = (node: Element): boolean => node.closest(scope) !== null

    /** Nobody sees it; what only assistive tools read is clipped to nothing. */
    const hidden = (node: Element): boolean =>
      !node.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) ||
      [node, ...ancestorsOf(node)].some((one) => getComputedStyle(one).clipPath === 'inset(50%)')

    function nameOf(node: Element): string {
      const words = (node.getAttribute('aria-label') ?? node.textContent).trim().replaceAll(/\s+/g, ' ')
      const place = node.closest('section, aside, nav, header, dialog')
      const inside = place === null || place === node ? '' : ` in ${place.tagName.toLowerCase()}`
      const title = place?.querySelector('h2')?.textContent.trim() ?? ''
      return `${node.tagName.toLowerCase()} “${words.slice(0, 60)}”${inside}${title === '' ? '' : ` “${title}”`}`
    }

    function* ancestorsOf(node: Element): Generator<Element> {
      for (let parent = node.parentElement; parent !== null; parent = parent.parentElement) yield parent
    }

    const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'
    const clips = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip'

    /** Where each box was, to be put back: looking at the page leaves no trace on it. */
    const boxes = [...document.querySelectorAll('*')].map(
      (box) => [box, box.scrollLeft, box.scrollTop] as const
    )
    function putBack(): void {
      for (const [box, left, top] of boxes) {
        if (box.scrollLeft !== left) box.scrollLeft = left
        if (box.scrollTop !== top) box.scrollTop = top
      }
    }

    /** The part of an element that is in the window, whatever lies on top of it. */
    function partInWindow(node: Element): DOMRect | undefined {
      const box = node.getBoundingClientRect()
      const left = Math.max(0, box.left)
      const top = Math.max(0, box.top)
      const right = Math.min(innerWidth, box.right)
      const bottom = Math.min(innerHeight, box.bottom)
      return right - left < 1 || bottom - top < 1
        ? undefined
        : new DOMRect(left, top, right - left, bottom - top)
    }

    function checkReach(node: Element): void {
      putBack()
      node.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
      for (const parent of ancestorsOf(node)) {
        const style = getComputedStyle(parent)
        const moved = boxes.find(([box]) => box === parent)
        if (clips(style.overflowX) && parent.scrollLeft !== moved?.[1])
          faults.add(`${nameOf(node)} lies beyond the edge of a box that nobody can scroll sideways`)
        if (clips(style.overflowY) && parent.scrollTop !== moved?.[2])
          faults.add(`${nameOf(node)} lies beyond the edge of a box that nobody can scroll`)
      }
      const part = partInWindow(node)
      if (part === undefined) {
        faults.add(`${nameOf(node)} cannot be scrolled into the window`)
        return
      }
      const hit = document.elementFromPoint(part.left + part.width / 2, part.top + part.height / 2)
      const label = node.closest('label')
      if (hit === null || !(node.contains(hit) || hit.contains(node) || label?.contains(hit) === true))
        faults.add(`${nameOf(node)} is hidden by ${hit === null ? 'something' : nameOf(hit)}`)
      // What contains it is drawn in front of it, or it is drawn nowhere: a click there is not for it.
      else if (
        !node.contains(hit) &&
        label?.contains(hit) !== true &&
        node.matches('button, a, input, select')
      )
        faults.add(`${nameOf(node)} is not where a click hits it`)
    }

    interface Words {
      readonly node: Element
      readonly text: string
      readonly box: DOMRect
    }

    /** Each piece of text with the box that its letters take. */
    function wordsOnPage(): Words[] {
      const all: Words[] = []
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const range = document.createRange()
      while (walker.nextNode() !== null) {
        const { currentNode } = walker
        const node = currentNode.parentElement
        const text = currentNode.nodeValue?.trim() ?? ''
        if (
          node === null ||
          text === '' ||
          hidden(node) ||
          node.closest('svg, option, script, style') !== null
        )
          continue
        range.selectNodeContents(currentNode)
        for (const box of range.getClientRects())
          if (box.width > 0 && box.height > 0) all.push({ node, text, box })
      }
      return all
    }

    /** The part of a text that the boxes around it let through; what scrolls in them counts as seen. */
    function checkCut({ node, text, box }: Words): DOMRect | undefined {
      let { left, right, top, bottom } = box
      for (const parent of [node, ...ancestorsOf(node)]) {
        if (parent === document.body || parent === document.documentElement) break
        const style = getComputedStyle(parent)
        if (style.display === 'inline' || style.display === 'contents') continue
        const around = parent.getBoundingClientRect()
        if (clips(style.overflowX) && (left < around.left - slack || right > around.right + slack)) {
          const dots = style.textOverflow === 'ellipsis' && left >= around.left - slack
          if (!dots) faults.add(`“${text.slice(0, 60)}” is cut off sideways by ${nameOf(parent)}`)
          else if (node.closest('[title]') === null)
            faults.add(`“${text.slice(0, 60)}” ends in an ellipsis and nothing tells the rest`)
        }
        const letters = Math.min(3, box.height / 5)
        const isCut = top < around.top - letters || bottom > around.bottom + letters
        // Only so many lines, of which the last ends in an ellipsis.
        const told = style.webkitLineClamp !== 'none' && node.closest('[title]') !== null
        if (clips(style.overflowY) && isCut && !told)
          faults.add(`“${text.slice(0, 60)}” is cut off above or below by ${nameOf(parent)}`)
        if (style.overflowX !== 'visible') {
          left = Math.max(left, around.left)
          right = Math.min(right, around.right)
        }
        if (style.overflowY !== 'visible') {
          top = Math.max(top, around.top)
          bottom = Math.min(bottom, around.bottom)
        }
      }
      if (left < -slack - scrollX && box.right <= innerWidth)
        faults.add(`“${text.slice(0, 60)}” lies beyond the left edge of the page`)
      return right - left > 1 && bottom - top > 1
        ? new DOMRect(left, top, right - left, bottom - top)
        : undefined
    }

    function checkOverlap(seen: readonly (Words & { readonly part: DOMRect })[]): void {
      /** What floats above the page is meant to cover it. */
      const layer = (node: Element): Element | null =>
        [node, ...ancestorsOf(node)].find((one) => {
          const { position, zIndex } = getComputedStyle(one)
          return (
            position === 'fixed' || position === 'sticky' || (position === 'absolute' && Number(zIndex) >= 10)
          )
        }) ?? null
      const layered = seen.map((words) => ({ ...words, layer: layer(words.node) }))
      layered.sort((a, b) => a.part.top - b.part.top)
      layered.forEach((one, i) => {
        for (const other of layered.slice(i + 1)) {
          if (other.part.top > one.part.bottom) break
          const wide = Math.min(one.part.right, other.part.right) - Math.max(one.part.left, other.part.left)
          const high = Math.min(one.part.bottom, other.part.bottom) - other.part.top
          // Boxes of lines that touch overlap by their leading.
          if (wide <= slack || high <= Math.min(one.part.height, other.part.height) * 0.45) continue
          if (one.layer !== other.layer || one.node === other.node) continue
          faults.add(`“${one.text.slice(0, 40)}” and “${other.text.slice(0, 40)}” are on top of each other`)
        }
      })
    }

    /** The arrow at its right, which the chosen text must not run under. */
    const arrow = 16
    const pen = document.createElement('canvas').getContext('2d')
    function checkChoice(select: HTMLSelectElement): void {
      const style = getComputedStyle(select)
      if (pen === null || select.clientWidth === 0) return
      pen.font = style.font
      const room =
        select.clientWidth -
        Number.parseFloat(style.paddingLeft) -
        Number.parseFloat(style.paddingRight) -
        arrow
      for (const { text } of select.options)
        if (pen.measureText(text).width > room + slack)
          faults.add(`“${text}” does not fit into ${nameOf(select)}`)
    }

    function checkSideways(box: Element): void {
      const style = getComputedStyle(box)
      if (!scrolls(style.overflowX) || box.scrollWidth <= box.clientWidth + 1) return
      if (box.clientWidth === 0 || hidden(box)) return
      const reached =
        box.matches('[tabindex="0"]') || box.querySelector('[tabindex="0"], button, input') !== null
      if (!reached) faults.add(`${nameOf(box)} scrolls sideways, and the keyboard does not reach it`)
      const fades = style.maskImage !== 'none' || style.getPropertyValue('-webkit-mask-image') !== 'none'
      if (!fades) faults.add(`${nameOf(box)} scrolls sideways without showing it`)
    }

    const root = document.documentElement
    if (root.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth)
      faults.add(
        `the page is ${Math.max(root.scrollWidth, document.body.scrollWidth)} wide in a window of ${innerWidth}`
      )
    for (const box of document.querySelectorAll(`${scope}, ${scope} *`)) checkSideways(box)
    for (const select of document.querySelectorAll('select'))
      if (inScope(select) && !hidden(select)) checkChoice(select)
    const seen = wordsOnPage().flatMap((words) => {
      const part = checkCut(words)
      return part === undefined ? [] : [{ ...words, part }]
    })
    checkOverlap(seen)
    const controls =
      'a[href], button, input, select, textarea, summary, [tabindex="0"], h1, h2, h3, th, [role=columnheader]'
    for (const node of document.querySelectorAll(controls))
      if (inScope(node) && !hidden(node)) checkReach(node)
    putBack()
    return [...faults]
  }, within)
}
