import { spawnSync } from 'node:child_process'
import { copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { initialWeights } from '../../core/model/initial-weights'
import { lessonConfig } from '../../core/settings/run-config'
import { untrained } from '../../lab/checkpoint/training-content'
import { temporaryPath } from '../../lab/storage/temporary-path'
import { writeModelFolder } from './write-model-folder'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-model-folder-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const checkpoint = untrained(lessonConfig.model, initialWeights(lessonConfig.model, 1), { pixels: true })
const ours = ['model.json', 'training.json', 'weights.bin']

describe('a model folder goes', () => {
  test('where nothing is, where nothing is inside, and where a model of Tenfold’s is', async () => {
    const place = path.join(folder, 'empty')
    await mkdir(place)
    for (const target of [path.join(folder, 'new', 'model'), place, place]) {
      await writeModelFolder(target, checkpoint)
      expect(await readdir(target)).toEqual(ours)
    }
  })

  test.skipIf(process.platform === 'win32')('into the folder that a link leads to', async () => {
    await mkdir(path.join(folder, 'real'))
    await symlink('real', path.join(folder, 'link'))
    await writeModelFolder(path.join(folder, 'link'), checkpoint)
    expect((await lstat(path.join(folder, 'link'))).isSymbolicLink()).toBe(true)
    expect(await readdir(path.join(folder, 'real'))).toEqual(ours)
  })
})

describe('an earlier export that was killed', () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const leave = (target: string): Promise<void> => {
    const name = temporaryPath(target).replace(`.tmp-${process.pid}.`, `.tmp-${dead}.`)
    return writeFile(name, 'half of it')
  }

  test('beside the folder leaves nothing once another is through, and what is of other things stays', async () => {
    const target = path.join(folder, 'model')
    await leave(target)
    await leave(path.join(folder, 'other'))
    await writeModelFolder(target, checkpoint)
    const [left = '', ...others] = await readdir(folder)
    expect(left.endsWith('-other')).toBe(true)
    expect(others).toEqual(['model'])
  })

  test.each([[[]], [['training.json']], [['training.json', 'weights.bin']]])(
    'after it had put %j in place does not keep the next one out',
    async (there) => {
      await writeModelFolder(path.join(folder, 'whole'), checkpoint)
      const target = path.join(folder, 'model')
      await mkdir(target)
      for (const name of there) await copyFile(path.join(folder, 'whole', name), path.join(target, name))
      for (const name of ours) await leave(path.join(target, name))
      await writeModelFolder(target, checkpoint)
      expect(await readdir(target)).toEqual(ours)
    }
  )
})

describe('nothing is touched', () => {
  test.each([
    ['somebody’s files', { 'thesis.tex': 'years of work' }],
    ['a model from elsewhere', { 'model.json': '{}', 'weights.bin': 'theirs' }],
    ['a training.json from elsewhere', { 'training.json': '{"format":"other"}' }],
    ['a hidden file beside a model', { '.git': 'here', 'model.json': '{}' }]
  ])('in a folder with %s', async (_, files) => {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
    await expect(writeModelFolder(folder, checkpoint)).rejects.toMatchObject({ code: 'invalid-input' })
    expect((await readdir(folder)).sort()).toEqual(Object.keys(files).sort())
    for (const [name, content] of Object.entries(files)) {
      expect(await readFile(path.join(folder, name), 'utf8')).toBe(content)
    }
  })

  test('where a file stands', async () => {
    await writeFile(path.join(folder, 'file'), 'kept')
    await expect(writeModelFolder(path.join(folder, 'file'), checkpoint)).rejects.toMatchObject({
      code: 'storage'
    })
    expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('kept')
  })
})
