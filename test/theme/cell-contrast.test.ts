import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contrast, readable, type Rgb, textOn } from '../../src/core/maths/colour'
import { confusionColours } from '../../src/core/maths/confusion-colours'
import { parseHex, scaleColour } from '../../src/renderer/charts/colour-scale'

const tokens = readFileSync(new URL('../../src/renderer/tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = tokens.split(":root[data-theme='dark']")
const themes = { light, dark } as const

/** Every thousandth of a cell's range. */
const shares = Array.from({ length: 1001 }, (_, i) => i / 1000)

test.each(['light', 'dark'] as const)('digits in the confusion matrix are readable, %s', (theme) => {
  const token = tokenOf(theme)
  const palette = {
    ground: token('card'),
    accent: token('accent'),
    ink: token('ink'),
    paper: token('on-accent')
  }
  for (const share of shares) {
    const { ground, text } = confusionColours(share, palette)
    expect(contrast(ground, text), String(share)).toBeGreaterThanOrEqual(readable)
  }
  expect(confusionColours(1, palette).ground).toEqual(palette.accent)
})

test.each(['light', 'dark'] as const)('digits in grids of weights and values are readable, %s', (theme) => {
  const token = tokenOf(theme)
  const weights = { ground: token('ground'), above: token('accent'), below: token('warm') }
  const values = { ground: token('ground'), above: token('faint'), below: token('ground') }
  for (const share of shares.flatMap((one) => [one, -one])) {
    for (const scale of [weights, values]) {
      const ground = scaleColour(scale, share)
      const text = textOn(ground, token('ink'), token('card'))
      expect(contrast(ground, text), String(share)).toBeGreaterThanOrEqual(readable)
    }
  }
})

function tokenOf(theme: keyof typeof themes): (name: string) => Rgb {
  return (name) => {
    const found = new RegExp(`--${name}: (#[0-9a-f]+);`).exec(themes[theme])?.[1]
    if (found === undefined) throw new Error(`${theme} has no ${name}`)
    return parseHex(found)
  }
}
