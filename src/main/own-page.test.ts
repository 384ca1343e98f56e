import { expect, test } from 'vitest'
import { isOwnPage } from './own-page'

const page = 'tenfold://workbench/'

test.each(['tenfold://workbench/', 'tenfold://workbench/index.html#train'])('%s is the own page', (url) => {
  expect(isOwnPage(url, page)).toBe(true)
})

test.each([
  '',
  'about:blank',
  'tenfold:workbench',
  'tenfold://print/1',
  'tenfold://workbench.example/',
  'tenfold://user@workbench/',
  'https://workbench/',
  'file:///workbench/',
  'data:text/html,tenfold://workbench/'
])('%s is not', (url) => {
  expect(isOwnPage(url, page)).toBe(false)
})
