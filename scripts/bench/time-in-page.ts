import type { Page } from 'playwright-core'

interface Place {
  readonly selector: string
  /** In the element, or in its label. */
  readonly text: string
}

/**
 * From the click on an element until each of some others is on the screen, in their order: to the frame after the one in
 * which they are there, in milliseconds.
 */
export function timesUntilShown(page: Page, clicked: Place, shown: readonly Place[]): Promise<number[]> {
  return page.evaluate(
    async ([from, wanted]) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
      const find = ({ selector, text }: Place): HTMLElement | undefined =>
        [...document.querySelectorAll<HTMLElement>(selector)].find((one) =>
          `${one.textContent} ${one.getAttribute('aria-label') ?? ''}`.includes(text)
        )
      const element = find(from)
      if (element === undefined) throw new Error(`there is no ${from.selector} with “${from.text}”`)
      await frame()
      const begin = performance.now()
      element.click()
      const times: number[] = []
      for (const place of wanted) {
        while (find(place) === undefined) await frame()
        await frame()
        times.push(performance.now() - begin)
      }
      return times
    },
    [clicked, shown] as const
  )
}

/** What is done to an element: a share from 0 to 1 says where. */
type Act = 'point' | 'slide' | 'scroll'

/**
 * How long the page's thread is held up at a stretch by each of some actions, in milliseconds: by their handlers, by what
 * these put off, and by the layout and drawing of the next frames.
 */
export function timeHolds(page: Page, selector: string, act: Act, turns: number): Promise<number[]> {
  return page.evaluate(
    async ([wanted, kind, count]) => {
      /** Messages come one after the other unless something else takes long. */
      const longestHold = async (begin: () => void): Promise<number> => {
        const { port1, port2 } = new MessageChannel()
        const start = performance.now()
        let last = start
        let longest = 0
        begin()
        await new Promise<void>((resolve) => {
          port1.onmessage = () => {
            const now = performance.now()
            longest = Math.max(longest, now - last)
            last = now
            if (now - start > 150) resolve()
            else port2.postMessage(undefined)
          }
          port2.postMessage(undefined)
        })
        return longest
      }
      const times: number[] = []
      for (let turn = 0; turn < count; turn++) {
        const share = (turn + 0.5) / count
        const element = document.querySelector<HTMLElement>(wanted)
        if (element === null) throw new Error(`there is no ${wanted}`)
        const { left, top, width, height } = element.getBoundingClientRect()
        times.push(
          await longestHold(() => {
            if (kind === 'scroll') element.scrollTop = share * (element.scrollHeight - element.clientHeight)
            else if (kind === 'slide' && element instanceof HTMLInputElement) {
              element.valueAsNumber = 0.99 * share
              element.dispatchEvent(new Event('input', { bubbles: true }))
            } else
              element.dispatchEvent(
                new MouseEvent('mousemove', {
                  bubbles: true,
                  clientX: left + (0.1 + 0.8 * share) * width,
                  clientY: top + 0.5 * height
                })
              )
          })
        )
      }
      return times
    },
    [selector, act, turns] as const
  )
}
