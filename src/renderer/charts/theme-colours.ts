type Token = 'ground' | 'card' | 'ink' | 'muted' | 'faint' | 'line' | 'edge' | 'accent' | 'warm' | 'track'
export type ThemeColours = Readonly<Record<Token, string>>

/** The tokens of the theme on screen, for canvases: each `#rrggbb`. */
export function themeColours(): ThemeColours {
  const style = getComputedStyle(document.documentElement)
  const token = (name: Token): string => style.getPropertyValue(`--${name}`).trim()
  return {
    ground: token('ground'),
    card: token('card'),
    ink: token('ink'),
    muted: token('muted'),
    faint: token('faint'),
    line: token('line'),
    edge: token('edge'),
    accent: token('accent'),
    warm: token('warm'),
    track: token('track')
  }
}
