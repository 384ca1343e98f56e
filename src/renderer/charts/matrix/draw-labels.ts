import type { Sheet } from '../drawing'
import { shortened } from '../shortened'
import { labelPlaces } from './label-places'
import type { MatrixPicture } from './matrix-picture'
import type { PlacedView } from './matrix-view'

const nameFont = '11px "IBM Plex Sans", system-ui, sans-serif'

/** The classes, left of their rows and above their columns. */
export function drawLabels(
  { context, width, height, colours }: Sheet,
  picture: MatrixPicture,
  placed: PlacedView
): void {
  const { classes, order, gutter, pointed, selected, found } = picture
  const nameOf = (place: number): string => shortened(context, classes[order[place] ?? -1] ?? '', gutter - 8)
  const shown = pointed ?? selected
  const strong = (own: number | undefined): readonly number[] =>
    [own, found].filter((place) => place !== undefined)
  const style = (isStrong: boolean, place: number): void => {
    context.font = isStrong ? `600 ${nameFont}` : nameFont
    context.fillStyle = place === found ? colours.warm : isStrong ? colours.ink : colours.muted
  }
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  const { cell, left, top } = placed
  for (const label of labelPlaces(cell, top, height - gutter, classes.length, strong(shown?.row))) {
    style(label.strong, label.place)
    context.fillText(nameOf(label.place), gutter - 6, gutter + label.middle)
  }
  context.textAlign = 'left'
  for (const label of labelPlaces(cell, left, width - gutter, classes.length, strong(shown?.column))) {
    style(label.strong, label.place)
    context.save()
    context.translate(gutter + label.middle, gutter - 6)
    context.rotate(-Math.PI / 2)
    context.fillText(nameOf(label.place), 0, 0)
    context.restore()
  }
}
