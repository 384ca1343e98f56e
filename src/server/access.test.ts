import { expect, test } from 'vitest'
import { readCookie, setCookie } from './access-cookie'
import { AccessToken } from './access-token'

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
  expect(cookie).toBe('tenfold-8321=abc; Path=/; HttpOnly; SameSite=Strict')
  expect(readCookie('a=b; tenfold-8321=abc; tenfold-83210=x', 8321)).toBe('abc')
  expect(readCookie('xtenfold-8321=abc', 8321)).toBeUndefined()
  expect(readCookie('tenfold-9=abc', 8321)).toBeUndefined()
  expect(readCookie(undefined, 8321)).toBeUndefined()
})
