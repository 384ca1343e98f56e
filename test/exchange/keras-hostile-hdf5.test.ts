import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decodeH5 } from '../../src/lab/exchange/keras/decode-h5'
import { failureOfAsync } from './failure-of'

/** Made by make-hostile-h5.py and make-keras-files.py. */
const folder = new URL('files/', import.meta.url)
const reasons: Readonly<Record<string, string>> = {
  'external-link': 'kernel:0 in refused-external-link.h5 is in another file',
  'external-group': '/model_weights in refused-external-group.h5 is in another file',
  'external-storage': 'cannot read it',
  virtual: 'takes its values from other files',
  'virtual-own': 'takes its values from other files',
  circle: 'are missing',
  'soft-circle': 'cannot read it',
  huge: 'has shape [1099511627776, 2]',
  'huge-chunk': 'is in pieces of',
  'whole-numbers': 'of a type that Tenfold does not read',
  nan: 'which is not a finite number',
  shape: 'has shape [2, 4], but its layer needs [4, 2]',
  'no-array': 'are missing',
  'no-group': 'but no weights',
  text: 'has shape [], but its layer needs [4, 2]',
  'weights-keras.weights': 'holds weights without the network'
}
// One of them never ends: keras-apart.test.ts.
const names = readdirSync(folder).filter((name) => /^refused-(?!endless).*\.h5$/.test(name))

test('a tiny network is read', async () => {
  const { model, weights } = await decodeH5(readFileSync(new URL('tiny.h5', folder)), 'tiny.h5')
  expect(model.layers.map(({ type }) => type)).toEqual(['flatten', 'dense'])
  expect([...(weights[0]?.values ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

describe('a hostile HDF5 file is refused', () => {
  test.each(names)('%s', async (name) => {
    const bytes = readFileSync(new URL(name, folder))
    const error = await failureOfAsync(() => decodeH5(bytes, name))
    expect(error.code).toBe('checkpoint-invalid')
    expect(error.message).toContain(reasons[name.slice('refused-'.length, -'.h5'.length)])
    expect(error.message).not.toContain('root:')
    expect(error.message.length).toBeLessThan(400)
    expect(error.hint).not.toBe('')
  })

  test('and a sound one is read after all of them', async () => {
    for (const name of names) {
      await failureOfAsync(() => decodeH5(readFileSync(new URL(name, folder)), name))
      const { weights } = await decodeH5(readFileSync(new URL('tiny.h5', folder)), 'tiny.h5')
      expect([...(weights[0]?.values ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    }
  })
})
