/** Steps a second while it plays, and where motion is not wanted. */
const speed = 14
const calmSpeed = 2

/** Moves through positions, one after another, while its picture is in sight. */
export class Player {
  #playing = $state.raw(false)
  #frame = 0
  #due = 0
  readonly #step: () => void

  constructor(step: () => void) {
    this.#step = step
  }

  get playing(): boolean {
    return this.#playing
  }

  toggle(): void {
    if (this.#playing) {
      this.stop()
      return
    }
    this.#playing = true
    this.#due = performance.now()
    this.#frame = requestAnimationFrame((now) => this.#run(now))
  }

  stop(): void {
    this.#playing = false
    cancelAnimationFrame(this.#frame)
  }

  /** Stops when the element leaves the window. */
  watch(node: Element): () => void {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => !entry.isIntersecting)) this.stop()
    })
    observer.observe(node)
    return () => {
      observer.disconnect()
      this.stop()
    }
  }

  #run(now: number): void {
    if (!this.#playing) return
    if (now >= this.#due) {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
      this.#due = now + 1000 / (calm ? calmSpeed : speed)
      this.#step()
    }
    this.#frame = requestAnimationFrame((next) => this.#run(next))
  }
}
