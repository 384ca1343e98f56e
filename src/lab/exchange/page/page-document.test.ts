import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { pageContent, type PageContent } from '../../../core/exchange/page-content'
import { pageDocument } from './page-document'

const evil = '</script><img src=x onerror=alert(1)><!--<script>'
const content: PageContent = {
  network: evil,
  dataset: evil,
  classes: [evil, 'b'],
  inputShape: [32, 32, 3],
  transforms: [{ scale: 1, offset: 0 }],
  parameters: 3,
  layers: [{ name: evil, line: evil }],
  averaged: false,
  samples: [],
  topology: { name: evil },
  parameterShapes: [],
  version: '1',
  licences: evil
}
const style = 'body{color:red}'
const files = { script: "a(`<!---->`,'</SCRIPT>')", style }
const page = pageDocument(evil, files, content, 'AAAA')

const between = (from: string, to: string): string => page.split(from)[1]?.split(to)[0] ?? ''
const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

test('texts of the content end no element, and come back as they were', () => {
  expect(page).not.toContain('<img')
  expect(page).not.toContain('<!--')
  expect(page.match(/<\/script/gi)).toHaveLength(3)
  expect(between('<title>', '</title>')).toContain('&lt;/script&gt;')
  const json: unknown = JSON.parse(between('id="content">', '</script>'))
  expect(pageContent.parse(json)).toEqual(content)
})

test('only this script and this stylesheet may run, and nothing may be fetched', () => {
  const policy = between('http-equiv="Content-Security-Policy" content="', '"')
  const script = between('id="weights">AAAA</script>\n<script>', '</script>')
  expect(script).toBe(String.raw`a(${'`'}\x3c!---->${'`'},'\x3c/script>')`)
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'"
  ])
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<title>'))
})
