import { describe, expect, test } from 'vitest'
import { readCookies, setCookie } from './access-cookie'
import { AccessToken } from './access-token'
import { newSessionKey } from './server-memory'
import { sessionDays, Sessions } from './sessions'

test('a token matches itself alone', () => {
  const token = new AccessToken()
  expect(token.value).toMatch(/^[\w-]{43}$/)
  expect(token.matches(token.value)).toBe(true)
  for (const other of [
    '',
    token.value.slice(1),
    `${token.value}x`,
    new AccessToken().value,
    null,
    undefined
  ]) {
    expect(token.matches(other)).toBe(false)
  }
})

test('a cookie is out of reach of scripts and other sites, and read back among others', () => {
  const cookie = setCookie(8321, 'abc')
  expect(cookie).toBe('tenfold-8321=abc; HttpOnly; SameSite=Strict')
  expect(readCookies('a=b; tenfold-8321=abc; tenfold-83210=x; tenfold-8321=d', 8321)).toEqual(['abc', 'd'])
  expect(readCookies('xtenfold-8321=abc', 8321)).toEqual([])
  expect(readCookies('tenfold-9=abc', 8321)).toEqual([])
  expect(readCookies(undefined, 8321)).toEqual([])
})

describe('a session', () => {
  const day = 86_400_000
  const key = newSessionKey()

  test('is known to every server that has its key, until it is too old', () => {
    const session = new Sessions(key).begin(1_000)
    expect(new Sessions(key).isKnown(session, 1_000 + (sessionDays - 1) * day)).toBe(true)
    expect(new Sessions(key).isKnown(session, 1_000 + (sessionDays + 1) * day)).toBe(false)
    expect(new Sessions(newSessionKey()).isKnown(session, 1_000)).toBe(false)
  })

  test('cannot be made up or changed', () => {
    const sessions = new Sessions(key)
    const session = sessions.begin(1_000)
    const [moment = '', random = '', signature = ''] = session.split('.')
    for (const forged of [
      '',
      '..',
      session.slice(1),
      `${session}x`,
      `zzzzzz.${random}.${signature}`,
      `${moment}.${random}.`,
      `${moment}.${random}.${'A'.repeat(43)}`
    ])
      expect(sessions.isKnown(forged, 1_000), forged).toBe(false)
  })
})
