import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { expectScores, foreignScores } from './expect-scores'

/** Made by make-tfjs-files.py. */
const files = new URL('files/', import.meta.url)
const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, files), 'utf8'))
const bytes = Buffer.from(z.object({ bytes: z.string() }).parse(json('images.json')).bytes, 'base64')
const folders = readdirSync(files).filter((name) => name.startsWith('tfjs-'))

test('there are six', () => {
  expect(folders).toHaveLength(6)
})

test.each(folders)(
  '%s, from the converter of TensorFlow.js, computes here what Keras makes of it',
  async (name) => {
    const answers = foreignScores.parse(json(`${name}/scores.json`))
    const chosen = readdirSync(new URL(`${name}/`, files))
      .filter((file) => file !== 'scores.json')
      .map((file) => ({ name: file, bytes: readFileSync(new URL(`${name}/${file}`, files)) }))
    const read = await readNetworkFile(chosen)
    if (read.kind !== 'whole') throw new Error('it is whole')
    await expectScores(read.checkpoint, bytes, answers)
  }
)
