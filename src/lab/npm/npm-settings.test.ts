import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NpmSettings } from './npm-settings'
import type { Environment } from '../download/proxy-for'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-npmrc-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function settings(
  npmrc: string,
  listed: Record<string, unknown> = {},
  environment: Environment = {}
): Promise<NpmSettings> {
  const userconfig = path.join(folder, 'npmrc')
  await writeFile(userconfig, npmrc)
  return NpmSettings.read(
    { registry: 'https://mirror.test/npm/', userconfig, ...listed },
    'cats',
    environment
  )
}

const tarball = 'https://mirror.test/npm/cats/-/cats-1.0.0.tgz'

async function authorization(npmrc: string, url = tarball, environment: Environment = {}): Promise<unknown> {
  return (await (await settings(npmrc, {}, environment)).access(url)).login
}

describe('NpmSettings', () => {
  test.each([
    ['a token', '//mirror.test/npm/:_authToken=secret', 'Bearer secret'],
    ['a token of the whole host', '//mirror.test/:_authToken=secret', 'Bearer secret'],
    ['a login in one', '//mirror.test/npm/:_auth=dTpw', 'Basic dTpw'],
    [
      'user and password',
      '//mirror.test/npm/:username=u\n//mirror.test/npm/:_password=cA==',
      `Basic ${Buffer.from('u:p').toString('base64')}`
    ]
  ])('sends %s to the registry', async (_, npmrc, expected) => {
    expect(await authorization(npmrc)).toEqual({ origin: 'https://mirror.test', authorization: expected })
  })

  test('a token may come from a variable, and from the environment', async () => {
    const bearer = { origin: 'https://mirror.test', authorization: 'Bearer secret' }
    expect(
      await authorization('//mirror.test/npm/:_authToken=${TOKEN}', tarball, { TOKEN: 'secret' })
    ).toEqual(bearer)
    const variable = { 'npm_config_//mirror.test/npm/:_authToken': 'secret' }
    expect(await authorization('', tarball, variable)).toEqual(bearer)
  })

  test('another path on the registry’s host gets its login, another host does not', async () => {
    const npmrc = '//mirror.test/npm/:_authToken=secret'
    expect(await authorization(npmrc, 'https://mirror.test/files/cats.tgz')).toEqual({
      origin: 'https://mirror.test',
      authorization: 'Bearer secret'
    })
    for (const url of ['https://cdn.test/npm/cats.tgz', 'https://mirror.test:8443/npm/cats.tgz']) {
      expect(await authorization(npmrc, url)).toEqual({ origin: new URL(url).origin })
    }
  })

  test('a proxy with a password counts, which npm does not list', async () => {
    const { environment } = await settings(
      'proxy=http://u:p@proxy.test:3128',
      { proxy: null },
      { PATH: '/bin' }
    )
    expect(environment).toEqual({
      PATH: '/bin',
      http_proxy: 'http://u:p@proxy.test:3128',
      https_proxy: 'http://u:p@proxy.test:3128'
    })
  })

  test('a mirror that tells of the public registry is asked itself', async () => {
    const told = 'https://registry.npmjs.org/cats/-/cats-1.0.0.tgz'
    expect((await settings('')).tarballUrl(told)).toBe('https://mirror.test/cats/-/cats-1.0.0.tgz')
    expect((await settings('', { 'replace-registry-host': 'never' })).tarballUrl(told)).toBe(told)
    expect((await settings('')).tarballUrl(tarball)).toBe(tarball)
  })

  test('authorities of npm’s join those of Node, and a missing file is passed over', async () => {
    const cafile = path.join(folder, 'ca.pem')
    await writeFile(cafile, 'a certificate')
    const access = await (await settings('', { cafile })).access(tarball)
    expect(access.authorities?.at(-1)).toBe('a certificate')
    expect(access.authorities?.length).toBeGreaterThan(1)
    const without = await (await settings('', { cafile: path.join(folder, 'none.pem') })).access(tarball)
    expect(without).toEqual({ login: { origin: 'https://mirror.test' } })
    expect((await (await settings('', { 'strict-ssl': false })).access(tarball)).strict).toBe(false)
  })
})
