import { expect, test } from 'vitest'
import { opensRow } from './opens-row'

/** An element within others of these names. */
const inside = (...names: string[]): { closest(selectors: string): string | null } => ({
  closest: (selectors) => names.find((name) => selectors.split(', ').includes(name)) ?? null
})
const nothing = { isCollapsed: true }

test('a click opens a row, unless it was on a control or selected text', () => {
  expect(opensRow(inside('td', 'tr'), nothing)).toBe(true)
  expect(opensRow(inside('span', 'td', 'tr'), null)).toBe(true)
  expect(opensRow(inside('td', 'tr'), { isCollapsed: false })).toBe(false)
  for (const control of ['a', 'button', 'input', 'dialog'])
    expect(opensRow(inside('svg', control, 'td', 'tr'), nothing)).toBe(false)
})
