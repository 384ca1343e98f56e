import { lstat, symlink, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings } from '../contract/workbench-settings'
import { SettingsFile } from './settings-file'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const { config } = defaultSettings

describe('settings', () => {
  test('are the defaults at first, and then what was changed', async () => {
    const file = new SettingsFile(path)
    expect(await file.load()).toEqual({ settings: defaultSettings })
    await file.change({ theme: 'dark', config: { epochs: 9 } })
    const settings = { ...defaultSettings, theme: 'dark', config: { ...config, epochs: 9 } }
    expect(await new SettingsFile(path).load()).toEqual({ settings })
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  test('of an earlier version, which called the assignment a lab, keep it', async () => {
    const given = { title: 'Batches', room: 'train', config, hidden: [] }
    await writeFile(path, JSON.stringify({ ...defaultSettings, lab: given }))
    expect((await new SettingsFile(path).load()).settings).toEqual({ ...defaultSettings, assignment: given })
  })

  test('with a network that is too large to train are kept, all of them', async () => {
    const layers = config.model.layers.map((layer) =>
      layer.type === 'dense' && layer.name !== 'fc3' ? { ...layer, units: 8192 } : layer
    )
    const large = { ...config, epochs: 7, model: { ...config.model, layers } }
    await writeFile(path, JSON.stringify({ ...defaultSettings, theme: 'dark', config: large }))
    const settings = { ...defaultSettings, theme: 'dark', config: large }
    expect(await new SettingsFile(path).load()).toEqual({ settings })
  })

  test('come from where they were kept before, as long as there is no file', async () => {
    const file = new SettingsFile(path, () => ({ theme: 'light', view: 'elsewhere' }))
    expect((await file.load()).settings).toEqual({ ...defaultSettings, theme: 'light' })
    await file.change({ view: 'data' })
    expect((await new SettingsFile(path).load()).settings).toMatchObject({ theme: 'light', view: 'data' })
  })

  test('of two processes and of many changes at once are all kept', async () => {
    const [one, two] = [new SettingsFile(path), new SettingsFile(path)]
    await one.change({ theme: 'dark' })
    await two.change({ view: 'runs' })
    await Promise.all([
      one.change({ guideOpen: false }),
      one.change({ singleKeys: false }),
      one.change({ config: { seed: 3 } })
    ])
    expect((await two.load()).settings).toEqual({
      ...defaultSettings,
      theme: 'dark',
      view: 'runs',
      guideOpen: false,
      singleKeys: false,
      config: { ...config, seed: 3 }
    })
  })

  test('from before there was a seal are read', async () => {
    const old = { ...defaultSettings, theme: 'dark', singleKeys: undefined }
    await writeFile(path, JSON.stringify(old))
    expect(await new SettingsFile(path).load()).toEqual({ settings: { ...defaultSettings, theme: 'dark' } })
  })
})

describe('a file with a fault', () => {
  test('costs only the values that cannot be read, is told of, and is kept', async () => {
    const text = JSON.stringify({
      ...defaultSettings,
      theme: 'pink',
      config: { ...config, epochs: -1, seed: 5 }
    })
    await writeFile(path, text)
    const file = new SettingsFile(path)
    const { settings, problem } = await file.load()
    expect(settings).toEqual({ ...defaultSettings, config: { ...config, seed: 5 } })
    expect(problem).toMatchObject({ code: 'data-corrupt' })
    expect(problem?.message).toContain('These settings are back at their defaults: theme, epochs.')
    expect(await readFile(path, 'utf8')).toBe(text)

    await file.change({ view: 'data' })
    const aside = (await readdir(folder)).filter((name) => name !== 'settings.json')
    expect(aside).toHaveLength(1)
    expect(problem?.hint).toContain(aside[0])
    expect(await readFile(join(folder, aside[0] ?? ''), 'utf8')).toBe(text)
    expect(await file.load()).toEqual({ settings: { ...settings, view: 'data' } })
  })

  test.each(['', '{', 'null', '[]', '"text"', '\0\0\0'])(
    '%j leaves the defaults, and a message',
    async (text) => {
      await writeFile(path, text)
      const { settings, problem } = await new SettingsFile(path).load()
      expect(settings).toEqual(defaultSettings)
      expect(problem).toMatchObject({ code: 'data-corrupt' })
    }
  )

  test('that lost the number of its format is not taken for one from before there was a seal', async () => {
    await new SettingsFile(path).change({ theme: 'dark' })
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(/"format": 2,\s*"theme": "dark",/, ''))
    expect(await new SettingsFile(path).load()).toMatchObject({ problem: { code: 'data-corrupt' } })
  })

  test('that was edited after it was sealed is told of, and its values are taken', async () => {
    await new SettingsFile(path).change({ config: { seed: 3 } })
    await writeFile(path, (await readFile(path, 'utf8')).replace('"seed": 3', '"seed": 4'))
    const { settings, problem } = await new SettingsFile(path).load()
    expect(settings.config.seed).toBe(4)
    expect(problem?.message).toContain('another program changed it. Tenfold could still read all of it.')
  })

  test('of a newer Tenfold is kept before it is replaced', async () => {
    const text = JSON.stringify({ ...defaultSettings, format: 99, theme: 'dark', future: true })
    await writeFile(path, text)
    const file = new SettingsFile(path)
    const { settings, problem } = await file.load()
    expect(settings.theme).toBe('dark')
    expect(problem).toMatchObject({ code: 'unsupported' })
    await file.change({ view: 'data' })
    const aside = (await readdir(folder)).find((name) => name !== 'settings.json') ?? ''
    expect(await readFile(join(folder, aside), 'utf8')).toBe(text)
  })
})

test('a place that cannot be read opens with the defaults and says why; saving fails', async () => {
  await mkdir(path)
  const file = new SettingsFile(path)
  const { settings, problem } = await file.load()
  expect(settings).toEqual(defaultSettings)
  expect(problem).toMatchObject({ code: 'data-corrupt' })
  await expect(file.change({ theme: 'dark' })).rejects.toMatchObject({ code: 'data-corrupt' })
})

test.skipIf(process.platform === 'win32')(
  'a link to a file elsewhere stays, and that file is changed',
  async () => {
    const elsewhere = join(folder, 'dotfiles.json')
    await new SettingsFile(elsewhere).change({ theme: 'dark' })
    await symlink(elsewhere, path)
    await new SettingsFile(path).change({ theme: 'light' })
    expect((await lstat(path)).isSymbolicLink()).toBe(true)
    expect((await new SettingsFile(elsewhere).load()).settings.theme).toBe('light')
  }
)
