import { extent } from '../../../core/maths/extent'
import type { Sheet } from '../drawing'
import { drawPathEnds } from './path-end'
import { heightAt, type HeightGrid } from './height-grid'

/** From where the relief is seen, in radians: round it, and from how high above the plain. */
export interface View {
  readonly turn: number
  readonly tilt: number
}

/** A place of the land in a cube from -1 to 1: across, ahead, up. */
export type ReliefPoint = readonly [number, number, number]

/** How far the relief reaches at most from its middle, sideways and upwards, in the unit of the cube. */
const reach = 1.42
const rise = 1.55

/**
 * Parallel projection.
 * @returns pixels from the upper left, and how far away the place is, for what hides what
 */
export function projectRelief(
  [across, ahead, up]: ReliefPoint,
  { turn, tilt }: View,
  { width, height }: Pick<Sheet, 'width' | 'height'>
): { readonly x: number; readonly y: number; readonly depth: number } {
  const x = across * Math.cos(turn) - ahead * Math.sin(turn)
  const away = across * Math.sin(turn) + ahead * Math.cos(turn)
  const y = away * Math.sin(tilt) + up * Math.cos(tilt)
  const scale = Math.min(width / (2 * reach), height / (2 * rise))
  return {
    x: width / 2 + x * scale,
    y: height / 2 - y * scale,
    depth: away * Math.cos(tilt) - up * Math.sin(tilt)
  }
}

/** Height of the relief in the cube, so that its shape shows and it does not tower. */
const tallness = 0.62

/** A land with its walls cut off, in the cube. */
export class Relief {
  readonly #grid: HeightGrid
  readonly #floor: number
  readonly #ceiling: number

  constructor(grid: HeightGrid, ceiling: number) {
    this.#grid = grid
    this.#ceiling = ceiling
    this.#floor = extent(grid.z.flat().filter((value) => value !== null)).min
  }

  /** The turn that puts the high land behind the low, a little aside: no wall hides the valley, and its shape shows. */
  get openTurn(): number {
    const { x, y, z } = this.#grid
    let [across, ahead] = [0, 0]
    for (const [row, ordinate] of y.entries()) {
      for (const [column, abscissa] of x.entries()) {
        const up = this.#up(z[row]?.[column] ?? Infinity)
        across += up * this.#across(abscissa)
        ahead += up * this.#ahead(ordinate)
      }
    }
    // A bowl is as high on all sides.
    const slope = Math.hypot(across, ahead) / (x.length * y.length)
    return slope < 0.02 ? 0.7 : Math.atan2(across, ahead) + 0.5
  }

  /** Where a point of the map lies on the relief; undefined off the map. */
  place(x: number, y: number): ReliefPoint | undefined {
    const height = heightAt(this.#grid, x, y)
    return height === undefined ? undefined : [this.#across(x), this.#ahead(y), this.#up(height)]
  }

  /** Its patches, the farthest first. share: height in [0, 1] */
  patches(view: View): readonly { readonly corners: readonly ReliefPoint[]; readonly share: number }[] {
    const { x, y, z } = this.#grid
    const size = { width: 1, height: 1 }
    const patches: { corners: ReliefPoint[]; share: number; depth: number }[] = []
    for (let row = 0; row + 1 < y.length; row++) {
      for (let column = 0; column + 1 < x.length; column++) {
        const corners = [
          [row, column],
          [row, column + 1],
          [row + 1, column + 1],
          [row + 1, column]
        ].map(([j = 0, i = 0]): ReliefPoint => {
          // What is not finite lies above the ceiling.
          const height = z[j]?.[i] ?? Infinity
          return [this.#across(x[i] ?? 0), this.#ahead(y[j] ?? 0), this.#up(height)]
        })
        const depth = corners.reduce((sum, corner) => sum + projectRelief(corner, view, size).depth, 0)
        const up = corners.reduce((sum, corner) => sum + corner[2], 0) / 4
        patches.push({ corners, share: up / (2 * tallness) + 0.5, depth })
      }
    }
    return patches.sort((a, b) => b.depth - a.depth)
  }

  #across(x: number): number {
    return spread(this.#grid.x, x)
  }

  #ahead(y: number): number {
    return spread(this.#grid.y, y)
  }

  #up(height: number): number {
    const share = (Math.min(height, this.#ceiling) - this.#floor) / (this.#ceiling - this.#floor || 1)
    return (2 * share - 1) * tallness
  }
}

function spread(values: readonly number[], value: number): number {
  const [low = 0, high = 1] = [values[0], values.at(-1)]
  return (2 * (value - low)) / (high - low) - 1
}

/** Draws patch after patch, the higher the darker, and the run's way on top. */
export function drawRelief(
  sheet: Sheet,
  relief: Relief,
  view: View,
  path: readonly { readonly x: number; readonly y: number; readonly loss: number | null }[]
): void {
  const { context, colours } = sheet
  context.lineJoin = 'round'
  for (const { corners, share } of relief.patches(view)) {
    context.beginPath()
    for (const corner of corners) {
      const { x, y } = projectRelief(corner, view, sheet)
      context.lineTo(x, y)
    }
    context.closePath()
    context.fillStyle = colours.card
    context.fill()
    context.fillStyle = colours.ink
    context.globalAlpha = 0.02 + 0.26 * share
    context.fill()
    context.globalAlpha = 0.2
    context.strokeStyle = colours.ink
    context.lineWidth = 0.7
    context.stroke()
    context.globalAlpha = 1
  }
  const places = path.flatMap(({ x, y, loss }) => {
    const place = relief.place(x, y)
    return place === undefined ? [] : [{ ...projectRelief(place, view, sheet), loss }]
  })
  context.beginPath()
  for (const { x, y } of places) context.lineTo(x, y)
  context.strokeStyle = colours.accent
  context.lineWidth = 2.4
  context.stroke()
  places.forEach(({ x, y }, i) => {
    const end = i === 0 || i === places.length - 1
    context.beginPath()
    context.arc(x, y, end ? 5 : 2.6, 0, 2 * Math.PI)
    context.fillStyle = i === 0 ? colours.card : colours.accent
    context.fill()
    if (!end) return
    context.strokeStyle = i === 0 ? colours.ink : colours.card
    context.lineWidth = 2
    context.stroke()
  })
  drawPathEnds(sheet, places)
}
