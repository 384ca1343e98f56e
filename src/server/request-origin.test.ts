import { describe, expect, test } from 'vitest'
import { isTrustedRequest } from './request-origin'

describe('isTrustedRequest', () => {
  test.each(['127.0.0.1:8321', 'localhost:8321', 'LOCALHOST:8321', '[::1]:8321', 'localhost'])(
    'knows %s',
    (host) => {
      expect(isTrustedRequest({ host }, [])).toBe(true)
    }
  )

  test.each([
    'attacker.example:8321',
    'localhost.attacker.example',
    '127.0.0.1.nip.io:8321',
    '127.0.0.1@attacker.example',
    '192.168.0.7:8321',
    '[::2]:8321',
    'localhost:8321/x',
    ''
  ])('does not know %s', (host) => {
    expect(isTrustedRequest({ host }, [])).toBe(false)
  })

  test('needs a Host', () => {
    expect(isTrustedRequest({}, [])).toBe(false)
  })

  test('knows names that were named, on any port', () => {
    expect(isTrustedRequest({ host: 'lab.example:443' }, ['lab.example'])).toBe(true)
    expect(isTrustedRequest({ host: 'x.lab.example' }, ['lab.example'])).toBe(false)
  })

  test('an origin must be the host itself', () => {
    const host = 'localhost:8321'
    expect(isTrustedRequest({ host, origin: 'http://localhost:8321' }, [])).toBe(true)
    expect(isTrustedRequest({ host: 'lab.example', origin: 'https://lab.example' }, ['lab.example'])).toBe(
      true
    )
    for (const origin of [
      'http://attacker.example',
      'http://localhost:9999',
      'http://127.0.0.1:8321',
      'null',
      '',
      'ftp://localhost:8321'
    ]) {
      expect(isTrustedRequest({ host, origin }, [])).toBe(false)
    }
  })
})
