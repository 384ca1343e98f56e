import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AllowedPlaces } from './allowed-places'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-places-'))
  await mkdir(path.join(root, 'open', 'photos'), { recursive: true })
  await mkdir(path.join(root, 'opened'))
  await writeFile(path.join(root, 'secret.txt'), 'secret')
  await symlink(root, path.join(root, 'open', 'out'))
  await symlink(path.join(root, 'open'), path.join(root, 'alias'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const here = (name: string): string => path.join(root, name)

describe('a server that shows some folders', () => {
  test('gives what lies below them, also through a link to them', async () => {
    const places = new AllowedPlaces([here('open')])
    expect(await places.resolve(here('open/photos'))).toBe(here('open/photos'))
    expect(await places.resolve(here('open'))).toBe(here('open'))
    expect(await new AllowedPlaces([here('alias')]).resolve(here('alias/photos'))).toBe(here('open/photos'))
  })

  test.each(['secret.txt', 'open/../secret.txt', 'opened', 'open/out', 'open/out/secret.txt', 'gone', '.'])(
    'refuses %s and does not say whether it is there',
    async (name) => {
      await expect(new AllowedPlaces([here('open')]).resolve(here(name))).rejects.toMatchObject({
        code: 'unsupported'
      })
    }
  )

  test('says what is missing below them', async () => {
    await expect(new AllowedPlaces([here('open')]).resolve(here('open/gone'))).rejects.toMatchObject({
      code: 'not-found'
    })
  })
})

test('everywhere, a path is taken as people type it', async () => {
  expect(await new AllowedPlaces(undefined).resolve(` "${here('secret.txt')}" `)).toBe(here('secret.txt'))
})
