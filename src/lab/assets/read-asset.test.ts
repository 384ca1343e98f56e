import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy'
import { permissionsPolicy } from './permissions-policy'
import { readAsset } from './read-asset'

let base = ''
let folder = ''
beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'tenfold-assets-'))
  folder = path.join(base, 'renderer')
  await mkdir(path.join(folder, 'assets'), { recursive: true })
  await mkdir(path.join(base, 'renderer-of-another'))
  await writeFile(path.join(folder, 'index.html'), '<!doctype html>')
  await writeFile(path.join(folder, 'assets', 'index-1a2b.js'), 'export {}')
  await writeFile(path.join(folder, 'assets', 'plex-1a2b.woff2'), 'font')
  await writeFile(path.join(folder, '.secret.json'), '{}')
  await writeFile(path.join(folder, 'notes.txt'), 'no known type')
  await writeFile(path.join(base, 'outside.json'), '{}')
  await writeFile(path.join(base, 'renderer-of-another', 'index.html'), 'other')
  await symlink(path.join(base, 'outside.json'), path.join(folder, 'link.json'))
})
afterAll(() => rm(base, { recursive: true, force: true }))

describe('readAsset', () => {
  test('gives the page for /, never from a cache', async () => {
    const asset = await readAsset(folder, '/')
    expect(asset?.body.toString()).toBe('<!doctype html>')
    expect(asset?.headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': contentSecurityPolicy,
      'Permissions-Policy': permissionsPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer'
    })
  })

  test('gives hashed files with their type, to be kept', async () => {
    const script = await readAsset(folder, '/assets/index-1a2b.js')
    expect(script?.headers['Content-Type']).toBe('text/javascript; charset=utf-8')
    expect(script?.headers['Cache-Control']).toContain('immutable')
    expect((await readAsset(folder, '/assets/plex-1a2b.woff2'))?.headers['Content-Type']).toBe('font/woff2')
  })

  test.each([
    '/../outside.json',
    '/assets/../../outside.json',
    '/%2e%2e/outside.json',
    '/%2e%2e%2foutside.json',
    '/..%5coutside.json',
    '/../renderer-of-another/index.html',
    '/link.json',
    '/.secret.json',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/missing.js',
    '/index.html/x.js',
    '/index.html%00.js',
    '/%zz',
    '/C:/outside.json'
  ])('gives nothing for %s', async (urlPath) => {
    expect(await readAsset(folder, urlPath)).toBeUndefined()
  })
})

describe('contentSecurityPolicy', () => {
  test('allows no inline code, no eval, no other host', () => {
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; /)
    expect(contentSecurityPolicy).not.toMatch(/'unsafe-(inline|eval)'|https?:|\*/)
  })
})

test('permissionsPolicy leaves the camera to the own page, and nothing else to anybody', () => {
  const features = permissionsPolicy.split(', ')
  expect(features.filter((feature) => !feature.endsWith('=()'))).toEqual(['camera=(self)'])
  expect(features).toContain('microphone=()')
})
