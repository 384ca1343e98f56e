import type { Sheet } from '../drawing'
import type { Terrain } from './terrain'

export interface RacerTrail {
  readonly name: string
  /** Stands for the family in colour, and for the member in shape and dashes. */
  readonly tone: 'accent' | 'warm'
  readonly mark: 0 | 1 | 2
  /** From the start to where the racer is now. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** Drawn above the others, and bolder. */
  readonly chosen: boolean
}

export interface RacePicture {
  readonly start: readonly [number, number]
  readonly minima: readonly (readonly [number, number])[]
  readonly trails: readonly RacerTrail[]
}

const dashes = [[], [6, 3], [1.5, 2.5]] as const
const fontFamily = 'IBM Plex Sans'

/** Draws the land, the lows as crosses, the start as a ring, and every racer's way with a mark at its head. */
export function drawRace(sheet: Sheet, terrain: Terrain, picture: RacePicture): void {
  const { context, colours } = sheet
  terrain.draw(sheet)
  const frame = terrain.frame(sheet)
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (const [x, y] of picture.minima) {
    cross(context, frame.toX(x), frame.toY(y), colours.ink)
  }
  const trails = [...picture.trails].sort((a, b) => Number(a.chosen) - Number(b.chosen))
  for (const { points, tone, mark, chosen } of trails) {
    context.beginPath()
    for (const { x, y } of points) context.lineTo(frame.toX(x), frame.toY(y))
    context.strokeStyle = colours[tone]
    context.globalAlpha = chosen ? 1 : 0.75
    context.lineWidth = chosen ? 2.6 : 1.4
    context.setLineDash([...dashes[mark]])
    context.stroke()
    context.setLineDash([])
    context.globalAlpha = 1
  }
  const [startX, startY] = [frame.toX(picture.start[0]), frame.toY(picture.start[1])]
  context.beginPath()
  context.arc(startX, startY, 6, 0, 2 * Math.PI)
  context.strokeStyle = colours.ink
  context.lineWidth = 1.6
  context.stroke()
  const heads = trails.flatMap((trail): Head[] => {
    const head = trail.points.at(-1)
    return head === undefined ? [] : [{ trail, x: frame.toX(head.x), y: frame.toY(head.y) }]
  })
  label(sheet, heads)
  for (const { trail, x, y } of heads) {
    drawMark(context, trail.mark, x, y, trail.chosen ? 5.5 : 4.5, colours[trail.tone], colours.card)
  }
}

interface Head {
  readonly trail: RacerTrail
  readonly x: number
  readonly y: number
}

const lineHeight = 14
/** Where a name may stand beside its mark, the best place first: pixels downwards, at either side. */
const offsets = [0, -14, 14, -28, 28, -42, 42, -56, 56, -70, 70] as const

/** Names at the heads where no other name or mark is, with a line to the mark where that is not beside it. */
function label({ context, colours, width, height }: Sheet, heads: readonly Head[]): void {
  const taken = heads.map(({ x, y }) => ({ left: x - 6, right: x + 6, y }))
  context.textBaseline = 'middle'
  for (const { trail, x, y } of [...heads].reverse()) {
    if (x < 0 || x > width || y < 0 || y > height) continue
    context.font = `${trail.chosen ? 600 : 500} 11.5px ${fontFamily}`
    const wide = context.measureText(trail.name).width
    const places = offsets.flatMap((offset) =>
      [x + 10, x - 10 - wide].map((left) => ({ left, right: left + wide, y: y + offset, offset }))
    )
    const place = places.find(
      (one) =>
        one.left > 3 &&
        one.right < width - 3 &&
        one.y > 8 &&
        one.y < height - 8 &&
        taken.every(
          (other) =>
            Math.abs(other.y - one.y) >= lineHeight || one.right < other.left || other.right < one.left
        )
    )
    if (place === undefined) continue
    taken.push(place)
    if (place.offset !== 0) {
      context.beginPath()
      context.moveTo(x, y)
      context.lineTo(place.left > x ? place.left - 2 : place.right + 2, place.y)
      context.strokeStyle = colours[trail.tone]
      context.lineWidth = 0.8
      context.stroke()
    }
    context.lineWidth = 3
    context.strokeStyle = colours.card
    context.strokeText(trail.name, place.left, place.y)
    context.fillStyle = colours[trail.tone]
    context.fillText(trail.name, place.left, place.y)
  }
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.beginPath()
  context.moveTo(x - 4, y - 4)
  context.lineTo(x + 4, y + 4)
  context.moveTo(x + 4, y - 4)
  context.lineTo(x - 4, y + 4)
  context.strokeStyle = colour
  context.lineWidth = 1.6
  context.stroke()
}

/** Circle, square or triangle. */
function drawMark(
  context: CanvasRenderingContext2D,
  mark: 0 | 1 | 2,
  x: number,
  y: number,
  size: number,
  colour: string,
  rim: string
): void {
  context.beginPath()
  if (mark === 0) context.arc(x, y, size, 0, 2 * Math.PI)
  else if (mark === 1) context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8)
  else {
    context.moveTo(x, y - size * 1.2)
    context.lineTo(x + size * 1.1, y + size * 0.8)
    context.lineTo(x - size * 1.1, y + size * 0.8)
    context.closePath()
  }
  context.fillStyle = colour
  context.fill()
  context.strokeStyle = rim
  context.lineWidth = 1.5
  context.stroke()
}
