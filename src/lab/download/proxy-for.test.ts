import { describe, expect, test } from 'vitest'
import { proxiesForNpm, proxyFor } from './proxy-for'

const find = (url: string, environment: Record<string, string>): string | undefined =>
  proxyFor(new URL(url), environment)?.href

describe('proxyFor', () => {
  test('takes the variable of the protocol, in either case, the lower one first', () => {
    expect(find('https://a.test/', {})).toBeUndefined()
    expect(find('https://a.test/', { HTTPS_PROXY: 'http://p:8' })).toBe('http://p:8/')
    expect(find('https://a.test/', { HTTP_PROXY: 'http://p:8' })).toBeUndefined()
    expect(find('http://a.test/', { http_proxy: 'http://low:8', HTTP_PROXY: 'http://up:8' })).toBe(
      'http://low:8/'
    )
    expect(find('http://a.test/', { ALL_PROXY: 'p:8' })).toBe('http://p:8/')
    expect(find('http://a.test/', { ALL_PROXY: 'socks5://p:8' })).toBe('socks5://p:8')
  })

  test.each([
    ['u:p#w', 'u:p%23w'],
    ['u:p%w', 'u:p%25w'],
    ['u:50%', 'u:50%25'],
    ['u:p%23w', 'u:p%23w'],
    ['u:p@w/x?y', 'u:p%40w%2Fx%3Fy'],
    ['u:a:b', 'u:a%3Ab'],
    ['u:p%ff', 'u:p%25ff'],
    ['dom\\\\u:p', 'dom%5C%5Cu:p'],
    ['u', 'u:']
  ])('the login %s is understood', (login, encoded) => {
    const proxy = proxyFor(new URL('http://a.test'), { http_proxy: `http://${login}@p.test:8/` })
    expect(`${proxy?.username}:${proxy?.password}`).toBe(encoded)
    expect(proxy?.host).toBe('p.test:8')
  })

  test.each(['ftp://p', 'http://', 'http://p:x', 'http://p:65536', 'http://a b', 'http://p:8/path'])(
    'the proxy %s is refused',
    (proxy) => {
      expect(() => find('http://a.test/', { http_proxy: proxy })).toThrow('http_proxy cannot be used')
    }
  )

  test('npm is told in the words that it understands', () => {
    const environment = { ALL_PROXY: 'socks5://u:p#w@p.test:8', HTTP_PROXY: 'p.test:9', PATH: '/bin' }
    expect(proxiesForNpm(environment)).toEqual({
      ALL_PROXY: 'socks5://u:p#w@p.test:8',
      PATH: '/bin',
      http_proxy: 'http://p.test:9/',
      https_proxy: 'socks5://u:p%23w@p.test:8'
    })
  })

  test.each([
    ['*', true],
    ['a.test', true],
    ['test', true],
    ['.test', true],
    ['*.test', true],
    ['b.test, a.test', true],
    ['A.TEST', true],
    ['a.test:443', true],
    ['a.test:80', false],
    ['est', false],
    ['xa.test', false],
    ['', false]
  ])('NO_PROXY=%s spares https://a.test: %s', (noProxy, spared) => {
    const proxy = find('https://a.test/', { https_proxy: 'http://p:8', no_proxy: noProxy })
    expect(proxy === undefined).toBe(spared)
  })

  test('NO_PROXY knows addresses of version 6', () => {
    const environment = { http_proxy: 'http://p:8', no_proxy: '::1,[fe80::1]:8080' }
    expect(find('http://[::1]:9000/', environment)).toBeUndefined()
    expect(find('http://[fe80::1]:8080/', environment)).toBeUndefined()
    expect(find('http://[fe80::1]:8081/', environment)).toBe('http://p:8/')
  })
})
