import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { placeFolder } from '../../scripts/test-setup/place-folder.mjs'

let work = ''
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), 'tenfold-place-'))
})
afterEach(() => rmSync(work, { recursive: true, force: true }))

function folderWith(file: string): string {
  const folder = path.join(work, `of-${file}`)
  mkdirSync(folder)
  writeFileSync(path.join(folder, file), file)
  return folder
}

describe('a folder that two processes prepare at once', () => {
  it('is the one that came first', () => {
    const place = path.join(work, 'place')
    placeFolder(folderWith('first'), place)
    placeFolder(folderWith('second'), place)
    expect(readdirSync(place)).toEqual(['first'])
  })

  it('has to be there in the end', () => {
    expect(() => placeFolder(path.join(work, 'missing'), path.join(work, 'place'))).toThrow('ENOENT')
  })
})
