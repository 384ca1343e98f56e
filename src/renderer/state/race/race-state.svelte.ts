import { race, raceSteps, type Racer } from './race'
import type { RacerId, RaceSettings } from './racers'
import { testSurface, type SurfaceId, type TestSurface } from './test-surface'

const stepsPerSecond = 20
/** Presses of an arrow key that it takes from one side of the map to the other. */
const nudges = 40

/** The race of the optimizers as it is set up, and the step at which it is looked at. */
export class RaceState {
  #surface = $state.raw<TestSurface>(testSurface('ravine'))
  #settings = $state.raw<RaceSettings>(usual(testSurface('ravine')))
  #step = $state.raw(0)
  #playing = $state.raw(false)
  #chosen = $state.raw<RacerId>('momentum')
  readonly #racers = $derived(race(this.#surface, this.#settings))
  /** Of the next frame of a race that plays: the time at which it began, and the step from which. */
  #from = { time: 0, step: 0 }

  get surface(): TestSurface {
    return this.#surface
  }

  get settings(): RaceSettings {
    return this.#settings
  }

  get racers(): readonly Racer[] {
    return this.#racers
  }

  /** Steps taken, 0 at the start. */
  get step(): number {
    return this.#step
  }

  get playing(): boolean {
    return this.#playing
  }

  /** The racer whose update is written out. */
  get chosen(): RacerId {
    return this.#chosen
  }

  /** Whether start and rates are the usual ones of the surface. */
  get usual(): boolean {
    return JSON.stringify(this.#settings) === JSON.stringify(usual(this.#surface))
  }

  choose(racer: RacerId): void {
    this.#chosen = racer
  }

  setSurface(id: SurfaceId): void {
    this.#surface = testSurface(id)
    this.#settings = usual(this.#surface)
    this.#rewind()
  }

  /** A change of the rates shows at once, at the step on screen; a change of the start begins again. */
  set(change: Partial<RaceSettings>): void {
    this.#settings = { ...this.#settings, ...change }
    if (change.start !== undefined) this.#rewind()
  }

  reset(): void {
    this.#settings = usual(this.#surface)
    this.#rewind()
  }

  /** Moves the start by small steps, within the map. */
  nudge(x: number, y: number): void {
    const { x: across, y: up } = this.#surface
    const moved = (value: number, by: number, [low, high]: readonly [number, number]): number =>
      Math.min(high, Math.max(low, value + (by * (high - low)) / nudges))
    const [startX, startY] = this.#settings.start
    this.set({ start: [moved(startX, x, across), moved(startY, y, up)] })
  }

  goTo(step: number): void {
    this.#playing = false
    this.#step = Math.min(raceSteps, Math.max(0, Math.round(step)))
  }

  /** @param time in milliseconds, as `tick` will count on */
  play(time: number): void {
    if (this.#step >= raceSteps) this.#step = 0
    this.#playing = true
    this.#from = { time, step: this.#step }
  }

  pause(): void {
    this.#playing = false
  }

  /** A frame of a race that plays. */
  tick(time: number): void {
    if (!this.#playing) return
    const { time: began, step } = this.#from
    this.#step = Math.min(raceSteps, step + Math.floor(((time - began) / 1000) * stepsPerSecond))
    if (this.#step >= raceSteps) this.#playing = false
  }

  #rewind(): void {
    this.#playing = false
    this.#step = 0
  }
}

function usual({ start, rates }: TestSurface): RaceSettings {
  return { start, slopeRate: rates.slope, adaptiveRate: rates.adaptive, momentum: 0.9 }
}
