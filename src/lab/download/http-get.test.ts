import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { LabError } from '../../core/base/lab-error'
import { certificateFile, portOf, serveHttps, type CertificateName } from '../../../test/servers/serve-https'
import { serveConnectProxy, serveSocksProxy } from '../../../test/servers/serve-proxy'
import { describeFailure } from './failure'
import { type HttpAccess, httpGet } from './http-get'
import type { Environment } from './proxy-for'

const containing = (text: string): unknown => expect.stringContaining(text)

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Answers with the Authorization header that it got. */
async function secure(name: CertificateName): Promise<string> {
  const server = await serveHttps(name, (request, response) =>
    response.end(request.headers.authorization ?? '-')
  )
  closing.push(() => server.close())
  return server.url
}

async function get(url: string, environment: Environment = {}, access: HttpAccess = {}): Promise<string> {
  const response = await httpGet(url, {
    signal: new AbortController().signal,
    idleMs: 20_000,
    environment,
    access
  })
  const pieces: Uint8Array[] = []
  for await (const piece of response.body()) pieces.push(piece)
  return `${response.status} ${Buffer.concat(pieces).toString()}`
}

async function failure(...request: Parameters<typeof get>): Promise<LabError> {
  try {
    await get(...request)
  } catch (error) {
    return describeFailure(error, 'The archive')
  }
  return expect.fail('it came through')
}

const trusting = async (name: CertificateName | 'authority'): Promise<HttpAccess> => ({
  authorities: [await readFile(certificateFile(name), 'utf8')]
})

describe('certificates', () => {
  test('a self-signed one is named, with what to do', async () => {
    const url = await secure('self-signed')
    const error = await failure(url)
    expect(error).toMatchObject({
      code: 'download-failed',
      message: `The certificate of ${new URL(url).host} is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT).`,
      hint: containing('NODE_EXTRA_CA_CERTS')
    })
    expect(error.hint).toContain('npm config set cafile')
    expect(await get(url, {}, await trusting('self-signed'))).toBe('200 -')
    expect(await get(url, {}, { strict: false })).toBe('200 -')
  })

  test('one of an authority that is not known is accepted once it is named', async () => {
    const url = await secure('issued')
    expect(await failure(url)).toMatchObject({
      message: containing('an authority that this computer does not know')
    })
    expect(await get(url, {}, await trusting('authority'))).toBe('200 -')
  })

  test('one for another name is not accepted', async () => {
    const url = await secure('other-name')
    expect(await failure(url, {}, await trusting('other-name'))).toMatchObject({
      message: containing('was issued for another name (ERR_TLS_CERT_ALTNAME_INVALID)')
    })
  })

  test('a server without TLS is told apart', async () => {
    const server = createServer((_, response) => response.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => server.close(() => resolve())))
    expect(await failure(`https://127.0.0.1:${portOf(server.address())}`)).toMatchObject({
      message: containing('does not use TLS correctly')
    })
  })
})

describe('proxies', () => {
  const login = 'us%er:p#a/s@s:50%'
  const written = [
    ['raw', login],
    ['percent-encoded', `${encodeURIComponent('us%er')}:${encodeURIComponent('p#a/s@s:50%')}`]
  ]

  test.each(written)('HTTPS goes through CONNECT, with a password that is %s', async (_, user) => {
    const url = await secure('self-signed')
    const proxy = await serveConnectProxy(login)
    closing.push(() => proxy.close())
    const environment = { HTTPS_PROXY: `http://${user}@127.0.0.1:${proxy.port}` }
    expect(await get(url, environment, await trusting('self-signed'))).toBe('200 -')
    expect(proxy.asked).toEqual([new URL(url).host])
    expect(await failure(url, environment)).toMatchObject({
      message: containing(`The certificate of ${new URL(url).host}, reached through the proxy`)
    })
  })

  test.each(written)('SOCKS takes names as they are, with a password that is %s', async (_, user) => {
    const url = await secure('self-signed')
    const proxy = await serveSocksProxy(login)
    closing.push(() => proxy.close())
    const named = `https://localhost:${new URL(url).port}`
    const environment = { all_proxy: `socks5h://${user}@127.0.0.1:${proxy.port}` }
    expect(await get(named, environment, await trusting('self-signed'))).toBe('200 -')
    expect(proxy.asked).toEqual([new URL(named).host])
  })

  test('one that refuses, or is not there, is named without its password', async () => {
    const url = await secure('self-signed')
    const refusing = [await serveSocksProxy('nobody:knows'), await serveConnectProxy('nobody:knows')]
    const gone = await serveSocksProxy('')
    await gone.close()
    const [socks, http] = refusing.map(({ port }) => `127.0.0.1:${port}`)
    closing.push(...refusing.map((proxy) => () => proxy.close()))
    const proxies = [
      `socks5://user:s3cret@${socks}`,
      `http://user:s3cret@127.0.0.1:${gone.port}`,
      `socks5://user:s3cret@127.0.0.1:${gone.port}`
    ]
    for (const proxy of proxies) {
      const error = await failure(url, { https_proxy: proxy })
      expect(error).toMatchObject({
        code: 'offline',
        message: containing(`The proxy ${new URL(proxy).host}`)
      })
      expect(inspect(error, { depth: 10 }) + JSON.stringify(error.toData())).not.toContain('s3cret')
    }
    expect(await get(url, { https_proxy: `http://user:s3cret@${http}` })).toBe('407 ')
  })

  test('one that cannot be understood is an error, without its password', async () => {
    for (const proxy of [
      'ftp://user:s3cret@proxy.test',
      'http://user:s3cret@',
      'http://user:s3cret@host:99999'
    ]) {
      const error = await failure('https://archive.test', { HTTPS_PROXY: proxy })
      expect(error).toMatchObject({
        code: 'invalid-input',
        message: 'The proxy in HTTPS_PROXY cannot be used.'
      })
      expect(inspect(error, { depth: 10 })).not.toContain('s3cret')
    }
  })
})

describe('logins', () => {
  test('go to their own origin, and not along with a redirect', async () => {
    const other = await secure('self-signed')
    const server = await serveHttps('self-signed', (request, response) => {
      if (request.url === '/away') response.writeHead(302, { Location: other }).end()
      else response.end(request.headers.authorization)
    })
    closing.push(() => server.close())
    const access = {
      ...(await trusting('self-signed')),
      login: { origin: server.url, authorization: 'Bearer s3cret' }
    }
    expect(await get(server.url, {}, access)).toBe('200 Bearer s3cret')
    expect(await get(`${server.url}/away`, {}, access)).toBe('200 -')
  })
})
