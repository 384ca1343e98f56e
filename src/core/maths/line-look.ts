export interface LineLook {
  /** `#rrggbb` */
  readonly colour: string
  /** Lengths of dashes and gaps in pixels; empty: an unbroken line. */
  readonly dash: readonly number[]
}

/**
 * Colours that lines can be told apart by, for light and for dark ground, from Okabe and Ito, “Color Universal Design”
 * (2008), darkened or lightened to at least 3 : 1 on the card. From the sixth on lines are dashed too.
 */
const palettes = {
  light: ['#0072b2', '#b8580b', '#00805c', '#a3447f', '#4d4d4d'],
  dark: ['#6bb6ec', '#f0a35a', '#3fc79b', '#e08fc0', '#c9c9c9']
} as const

const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3]]

/** How one of several lines looks. @param index of the line; after fifteen they repeat */
export function lineLook(index: number, isDark: boolean): LineLook {
  const palette = palettes[isDark ? 'dark' : 'light']
  return {
    colour: palette[index % palette.length] ?? palette[0],
    dash: dashes[Math.floor(index / palette.length) % dashes.length] ?? []
  }
}
