import { createSubscriber } from 'svelte/reactivity'
import type { Rgb } from '../../core/maths/colour'
import { parseHex, type ScaleColours } from './colour-scale'

const follow = createSubscriber((update) => {
  const observer = new MutationObserver(update)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
})

/** A colour of the theme for a canvas; read in an effect, the canvas is drawn again when the theme changes. */
export function themeColour(token: string): Rgb {
  follow()
  return parseHex(getComputedStyle(document.documentElement).getPropertyValue(`--${token}`))
}

/** Ground to teal above zero and to warm below. */
export function scaleColours(): ScaleColours {
  return { ground: themeColour('ground'), above: themeColour('accent'), below: themeColour('warm') }
}

/** Read in an effect, it changes with the theme. */
export function isDark(): boolean {
  follow()
  return document.documentElement.dataset['theme'] === 'dark'
}
