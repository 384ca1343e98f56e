import { onScreen } from './on-screen'
import { themeColours, type ThemeColours } from './theme-colours'

/** What a picture is drawn with: a context in CSS pixels, its size, and the colours of the theme. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D
  readonly width: number
  readonly height: number
  /** Device pixels for each CSS pixel. */
  readonly scale: number
  readonly colours: ThemeColours
}

/**
 * Keeps a canvas drawn: in its element's size and the screen's resolution, again when the theme, the size or the fonts
 * change, at most once a frame, and only while it can be seen.
 */
export class Drawing {
  readonly #canvas: HTMLCanvasElement
  readonly #paint: (sheet: Sheet) => void
  readonly #stops: (() => void)[] = []
  #seen = false
  #stale = true
  #frame: number | undefined

  constructor(canvas: HTMLCanvasElement, paint: (sheet: Sheet) => void) {
    this.#canvas = canvas
    this.#paint = paint
    const sizes = new ResizeObserver(() => this.request())
    sizes.observe(canvas)
    const themes = new MutationObserver(() => this.request())
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.#stops.push(
      () => sizes.disconnect(),
      () => themes.disconnect(),
      onScreen(canvas, (seen) => {
        this.#seen = seen
        if (seen && this.#stale) this.request()
      })
    )
    void document.fonts.ready.then(() => this.request())
  }

  /** Draws with the next frame, or once the canvas comes into sight. */
  request(): void {
    this.#stale = true
    if (!this.#seen || this.#frame !== undefined) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined
      this.#draw()
    })
  }

  destroy(): void {
    for (const stop of this.#stops) stop()
    this.#seen = false
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas
    const context = this.#canvas.getContext('2d')
    if (context === null || width === 0 || height === 0) return
    this.#stale = false
    const scale = window.devicePixelRatio
    const [columns, rows] = [Math.round(width * scale), Math.round(height * scale)]
    if (this.#canvas.width !== columns) this.#canvas.width = columns
    if (this.#canvas.height !== rows) this.#canvas.height = rows
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.clearRect(0, 0, width, height)
    this.#paint({ context, width, height, scale, colours: themeColours() })
  }
}
