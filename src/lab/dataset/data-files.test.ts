import { expect, test } from 'vitest'
import { corruptDataset } from '../../../test/torture/corrupt-dataset'

test('no corruption of a verified file goes unnoticed, in whatever way it is read', async () => {
  expect(await corruptDataset(100, 11)).toEqual({ tried: 100, silent: [] })
}, 120_000)
