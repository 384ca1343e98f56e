import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { datasetInfo } from '../../src/core/data/dataset-info'
import { writePictures } from '../code/picture-folders'
import { runCommand } from './run-command'
import { temporaryFolder } from './temporary-folder'

const answer = z.object({ dataset: z.object({ state: z.literal('ready'), info: datasetInfo }) })

test('a data set goes to a classmate as one file, and comes back from folders of PNG files', async () => {
  const [dataFolder, classmate] = [await temporaryFolder(), await temporaryFolder()]
  const pictures = path.join(dataFolder, 'pictures')
  await writePictures(pictures, { ants: 12, bees: 12, cows: 9 })
  const made = await runCommand(['data', 'import', pictures, '--size', '24', '--name', 'Small animals'], {
    dataFolder
  })
  expect(made).toMatchObject({ code: 0 })

  const file = path.join(dataFolder, 'to give', 'animals.tenfold-data')
  const exported = await runCommand(['data', 'export', 'small-animals', '--output', file], { dataFolder })
  expect(exported).toMatchObject({ code: 0, stdout: `${file}\n` })
  const folder = path.join(dataFolder, 'out')
  const files = await runCommand(
    ['data', 'export', 'small-animals', '--as', 'folder', '--output', folder, '--json'],
    {
      dataFolder
    }
  )
  expect(JSON.parse(files.stdout)).toEqual({ path: folder })
  expect((await readdir(path.join(folder, 'train'))).sort()).toEqual(['ants', 'bees', 'cows'])

  const given = await runCommand(['data', 'import', file, '--json'], { dataFolder: classmate })
  const back = await runCommand(['data', 'import', folder, '--json'], { dataFolder: classmate })
  const status = await runCommand(['data', 'status', 'small-animals', '--json'], { dataFolder })
  const { info } = answer.shape.dataset.parse(JSON.parse(status.stdout))
  expect(answer.parse(JSON.parse(given.stdout)).dataset.info).toEqual(info)
  expect(answer.parse(JSON.parse(back.stdout)).dataset.info).toMatchObject({
    id: 'small-animals-2',
    name: info.name,
    classes: info.classes,
    normalisation: info.normalisation,
    splits: { train: { images: info.splits.train.images }, test: { images: info.splits.test.images } }
  })

  const refused = await runCommand(['data', 'export', 'small-animals', '--output', file], { dataFolder })
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('is already there')
  const printed = await runCommand(['data', 'export', 'small-animals', '--output', '-'], { dataFolder })
  expect(printed).toMatchObject({ code: 2, stdout: '' })
  await writeFile(file, (await readFile(file)).subarray(0, 9000))
  const damaged = await runCommand(['data', 'import', file], { dataFolder: classmate })
  expect(damaged).toMatchObject({ code: 12, stdout: '' })
  expect((await readdir(path.join(classmate, 'datasets'))).sort()).toEqual([
    'small-animals',
    'small-animals-2'
  ])
  const unknown = await runCommand(['data', 'export', 'nothing'], { dataFolder })
  expect(unknown).toMatchObject({ code: 3, stdout: '' })
})
