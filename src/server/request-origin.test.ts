import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import { distrustOf, forwardedPrefix, type KnownNames } from './request-origin'

const loopback: KnownNames = { hostNames: [], trustProxy: false }
const named: KnownNames = { hostNames: ['lab.example'], trustProxy: false }
const trusting: KnownNames = { hostNames: [], trustProxy: true }

const trusts = (headers: IncomingHttpHeaders, names: KnownNames): boolean =>
  distrustOf(headers, names) === undefined

describe('a Host', () => {
  test.each(['127.0.0.1:8321', 'localhost:8321', 'LOCALHOST:8321', '[::1]:8321', 'localhost'])(
    'that is known: %s',
    (host) => {
      expect(trusts({ host }, loopback)).toBe(true)
    }
  )

  test.each([
    'attacker.example:8321',
    'localhost.attacker.example',
    '127.0.0.1.nip.io:8321',
    '127.0.0.1@attacker.example',
    '192.168.0.7:8321',
    '999.999.999.999',
    '[::2]:8321',
    'localhost:8321/x',
    'localhost:99999',
    ''
  ])('that is not: %s', (host) => {
    expect(trusts({ host }, loopback)).toBe(false)
    expect(trusts({ host }, trusting)).toBe(false)
    expect(trusts({ host, 'x-forwarded-host': 'localhost:8321' }, trusting)).toBe(false)
  })

  test('is needed', () => {
    expect(trusts({}, loopback)).toBe(false)
  })

  test('that was named is known on any port', () => {
    expect(trusts({ host: 'lab.example:443' }, named)).toBe(true)
    expect(trusts({ host: 'x.lab.example' }, named)).toBe(false)
  })

  test('that is unknown is named, with the option that mends it', () => {
    const distrust = distrustOf({ host: 'lab.example:8321' }, loopback)
    expect(distrust?.message).toContain('“lab.example”')
    expect(distrust?.hint).toContain('--host-name lab.example')
  })
})

describe('an Origin', () => {
  test.each([
    ['localhost:8321', 'http://localhost:8321', loopback],
    ['lab.example', 'https://lab.example', named],
    ['lab.example:443', 'https://lab.example', named],
    ['lab.example:80', 'http://lab.example', named],
    // Forwarders that keep their own name to themselves.
    ['127.0.0.1:8321', 'https://lab.example', named],
    ['localhost', 'https://lab.example:8443', { hostNames: ['lab.example:8443'], trustProxy: false }]
  ])('%s is the place of %s', (host, origin, names) => {
    expect(trusts({ host, origin }, names)).toBe(true)
  })

  test.each([
    ['localhost:8321', 'http://attacker.example'],
    ['localhost:8321', 'http://localhost:9999'],
    ['localhost:8321', 'http://127.0.0.1:8321'],
    ['localhost:8321', 'null'],
    ['localhost:8321', ''],
    ['localhost:8321', 'ftp://localhost:8321'],
    ['localhost:8321', 'https://lab.example:9000'],
    ['localhost:8321', 'https://lab.example.attacker.example'],
    ['localhost:8321', 'https://lab.example@attacker.example'],
    ['lab.example', 'http://lab.example:8000']
  ])('%s is not the place of %s', (host, origin) => {
    expect(trusts({ host, origin }, named)).toBe(false)
  })

  test('that is unknown is named, with the option that mends it', () => {
    const headers = { host: '127.0.0.1:8321', origin: 'https://x-8321.tunnel.example' }
    expect(distrustOf(headers, loopback)?.hint).toContain('--host-name x-8321.tunnel.example')
    const unusual = { host: '127.0.0.1:8321', origin: 'https://lab.example:8443' }
    expect(distrustOf(unusual, loopback)?.hint).toContain('--host-name lab.example:8443')
  })
})

describe('what a proxy says', () => {
  const host = '127.0.0.1:8321'
  const origin = 'https://lab.example'

  test.each([
    { 'x-forwarded-host': 'lab.example' },
    { 'x-forwarded-host': 'lab.example:443', 'x-forwarded-proto': 'https' },
    { 'x-forwarded-host': 'lab.example, inner.example', 'x-forwarded-proto': 'https, http' },
    { forwarded: 'for=192.0.2.1;proto=https;host=lab.example' },
    { forwarded: 'for=192.0.2.1; host="lab.example", for=10.0.0.1;host=inner' }
  ])('counts where it is trusted: %o', (headers) => {
    expect(trusts({ host, origin, ...headers }, trusting)).toBe(true)
    expect(trusts({ host, origin, ...headers }, loopback)).toBe(false)
  })

  test.each([
    { 'x-forwarded-host': 'other.example' },
    { 'x-forwarded-host': 'lab.example', 'x-forwarded-proto': 'http' },
    { 'x-forwarded-host': 'lab.example', 'x-forwarded-proto': 'javascript' },
    { 'x-forwarded-host': '' },
    { forwarded: 'ghost=lab.example' }
  ])('does not make another page our own: %o', (headers) => {
    expect(trusts({ host, origin, ...headers }, trusting)).toBe(false)
  })

  test('of a path counts where it is trusted', () => {
    const headers = { 'x-forwarded-prefix': '/proxy/8321' }
    expect(forwardedPrefix(headers, trusting)).toBe('/proxy/8321')
    expect(forwardedPrefix(headers, loopback)).toBeUndefined()
  })
})
