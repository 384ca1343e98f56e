import type { Sheet } from '../drawing'

/** Two curves over the epochs and what lies between them. */
export interface GapCurves {
  readonly epochs: readonly number[]
  readonly training: readonly number[]
  readonly validation: readonly number[]
  readonly lastEpoch: number
  /** The axis goes from 0 to at least this. */
  readonly max: number
  /** Digits after the point: of the gap, and of the axis at least. */
  readonly digits: { readonly gap: number; readonly axis: number }
  /** Written after the gap, with a space before it; empty where there is none. */
  readonly unit: string
}

const left = 40
const right = 12
const top = 10
const bottom = 24
const font = '10.5px IBM Plex Mono'

/** A step of 1, 2 or 5 times a power of ten that cuts a range into at most `most` pieces. */
function niceStep(range: number, most: number): number {
  const rough = range / most
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.9999) ?? 10)
}

/** Training solid in the accent, validation dashed and warm, the gap between them shaded and measured at the end. */
export function drawGap({ context, width, height, colours }: Sheet, curves: GapCurves): void {
  const { epochs, training, validation, lastEpoch, digits, unit } = curves
  const step = niceStep(curves.max, 5)
  const lines = Math.ceil(curves.max / step - 1e-6)
  const max = lines * step
  const toX = (epoch: number): number =>
    left + ((epoch - 1) / Math.max(1, lastEpoch - 1)) * (width - left - right)
  const toY = (value: number): number => top + (1 - value / max) * (height - top - bottom)
  context.font = font
  context.fillStyle = colours.faint
  context.strokeStyle = colours.line
  context.lineWidth = 1
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  const tickDigits = Math.max(digits.axis, Math.ceil(-Math.log10(step) - 1e-6))
  for (let i = 0; i <= lines; i++) {
    const y = Math.round(toY(i * step)) + 0.5
    context.beginPath()
    context.moveTo(left, y)
    context.lineTo(width - right, y)
    context.stroke()
    context.fillText((i * step).toFixed(tickDigits), left - 7, y)
  }
  context.textAlign = 'center'
  const epochStep = Math.max(1, niceStep(lastEpoch, 6))
  for (let epoch = epochStep; epoch <= lastEpoch; epoch += epochStep) {
    context.fillText(String(epoch), toX(epoch), height - 9)
  }
  const trace = (values: readonly number[], reverse = false): void => {
    const order = reverse ? [...values.keys()].reverse() : values.keys()
    for (const i of order) context.lineTo(toX(epochs[i] ?? 0), toY(values[i] ?? 0))
  }
  context.beginPath()
  trace(training)
  trace(validation, true)
  context.closePath()
  context.fillStyle = `${colours.warm}24`
  context.fill()
  context.lineJoin = 'round'
  for (const [values, colour, dash] of [
    [training, colours.accent, []],
    [validation, colours.warm, [6, 3]]
  ] as const) {
    context.beginPath()
    trace(values)
    context.strokeStyle = colour
    context.lineWidth = 2
    context.setLineDash([...dash])
    context.stroke()
  }
  context.setLineDash([])
  const [epoch, a, b] = [epochs.at(-1), training.at(-1), validation.at(-1)]
  if (epoch === undefined || a === undefined || b === undefined) return
  const x = toX(epoch)
  for (const [value, colour] of [
    [a, colours.accent],
    [b, colours.warm]
  ] as const) {
    context.beginPath()
    context.arc(x, toY(value), 3, 0, 2 * Math.PI)
    context.fillStyle = colour
    context.fill()
  }
  const [upper, lower] = [Math.min(toY(a), toY(b)), Math.max(toY(a), toY(b))]
  if (lower - upper < 26) return
  context.beginPath()
  context.moveTo(x, upper + 5)
  context.lineTo(x, lower - 5)
  context.strokeStyle = colours.ink
  context.lineWidth = 1.2
  context.stroke()
  const text = `gap ${Math.abs(a - b).toFixed(digits.gap)}${unit}`
  context.font = `600 11.5px IBM Plex Mono`
  const middle = (upper + lower) / 2
  const wide = context.measureText(text).width
  // At the left of the line, where there is room for it, and never over an edge.
  const begin = x - 8 - wide > left ? x - 8 - wide : Math.min(x + 8, width - wide)
  context.textAlign = 'left'
  context.lineWidth = 4
  context.strokeStyle = colours.card
  context.strokeText(text, begin, middle)
  context.fillStyle = colours.ink
  context.fillText(text, begin, middle)
}
