import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { LabError } from '../../src/core/base/lab-error'
import type { Random } from '../../src/core/maths/random'
import { DatasetEditor } from '../../src/lab/dataset/edit/dataset-editor'
import { manifestVariable } from '../../src/lab/dataset/files/load-manifest'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { writeImageFolder } from '../image-folders/write-image-folder'
import { contentOf } from './dataset-content'
import { importPlace, workOn } from './dataset-work'
import { fillDisk } from './fill-disk'
import { editOnce, leftBehind } from './judge-datasets'
import { openBareLab } from './open-bare-lab'
import { randomEdit } from './random-edit'
import type { Workplace } from './workplace'

interface Surroundings {
  readonly workplace: Workplace
  readonly random: Random
  readonly disk: string
}

/** More than an edit or an import of this data set takes. */
const mostFree = 900_000
const shape = [64, 64, 3] as const
const imageBytes = 64 * 64 * 3

/** Each edit is done, or the data set is as it was. */
export async function fillDuringEdits(surroundings: Surroundings): Promise<string[]> {
  return withDataset(surroundings, async ({ lab }, photographs, content) => {
    const wrong: string[] = []
    for (let step = 0; step < 4; step++) {
      const before = await content()
      const ballast = await fillDisk(surroundings.disk, surroundings.random.nextBelow(mostFree))
      const work = { dataset: 'edited', photographs }
      const refused = await randomEdit(lab, work, surroundings.random, step).then(
        () => undefined,
        (thrown: unknown) => LabError.from(thrown)
      )
      if (refused !== undefined && !isDeepStrictEqual(await content(), before))
        wrong.push(`an edit that failed changed something: ${refused.message}`)
      wrong.push(...judgeRefusal(refused))
      await rm(ballast)
    }
    return wrong
  })
}

/** The import comes to its end, or nothing of it is there. */
export async function fillDuringImport(surroundings: Surroundings): Promise<string[]> {
  return withDataset(surroundings, async (service, photographs) => {
    const ballast = await fillDisk(surroundings.disk, surroundings.random.nextBelow(mostFree))
    const status = await importPlace(service, path.dirname(photographs))
    const { datasets } = await service.lab.listDatasets({})
    const listed = datasets.some(({ info }) => info.name === 'Imported')
    await rm(ballast)
    return [
      ...(listed === (status.state === 'done')
        ? []
        : [`it is ${status.state}, and there is ${listed ? 'one' : 'none'}`]),
      ...(status.state === 'failed' ? judgeRefusal(LabError.fromData(status.error)) : [])
    ]
  })
}

/** Each piece comes in as a whole or is refused, and what was refused is sent again. */
export async function fillDuringUpload({ workplace, random, disk }: Surroundings): Promise<string[]> {
  const source = await workplace.makeFolder()
  const bytes = Buffer.from(Uint8Array.from({ length: 700_000 }, () => random.nextBelow(256)))
  await writeFile(path.join(source, 'large.png'), bytes)
  const key = '0123456789abcdef'
  process.env[manifestVariable] = workplace.manifestFile
  const dataFolder = path.join(disk, 'data')
  await mkdir(dataFolder)
  const service = await openBareLab(dataFolder, 'no decoder.cjs')
  const send = async (): Promise<void> => {
    for await (const _ of workOn(service, { kind: 'upload', path: source, key })) continue
  }
  try {
    const ballast = await fillDisk(disk, random.nextBelow(mostFree))
    const refused = await send().then(
      () => undefined,
      (thrown: unknown) => LabError.from(thrown)
    )
    await rm(ballast)
    if (refused !== undefined) await send()
    const came = await readFile(path.join(dataFolder, 'uploads', key, 'files', 'large.png'))
    return [...judgeRefusal(refused), ...(came.equals(bytes) ? [] : ['what came is not what was sent'])]
  } finally {
    await service.close()
  }
}

async function withDataset(
  { workplace, disk }: Surroundings,
  use: (
    service: Awaited<ReturnType<typeof openBareLab>>,
    photographs: string,
    content: () => Promise<readonly string[]>
  ) => Promise<string[]>
): Promise<string[]> {
  process.env[manifestVariable] = workplace.manifestFile
  const dataFolder = path.join(disk, 'data')
  const datasets = path.join(dataFolder, 'datasets')
  await mkdir(datasets, { recursive: true })
  const photographs = path.join(await workplace.makeFolder(), 'photographs')
  const { train, info } = await loadDataset(workplace.small.folder, workplace.manifest)
  await writeImageFolder(photographs, train, info.classes, 80)
  const editor = new DatasetEditor({ folder: datasets, reserved: [], now: () => 0 })
  const id = await editor.create({ name: 'Edited', shape, fit: 'cover', classes: ['ant', 'bee', 'cricket'] })
  for (const label of [0, 1, 2]) {
    const images = Array.from({ length: 10 }, (_, i) => ({
      name: `${i}.png`,
      pixels: new Uint8Array(imageBytes).fill(label * 50 + i)
    }))
    await editor.add(id, label, images)
  }
  await editor.close()
  const service = await openBareLab(dataFolder, path.join(path.dirname(workplace.cli), 'decoder.cjs'))
  const wrong: string[] = []
  try {
    const content = () => contentOf(path.join(datasets, id))
    wrong.push(...(await use(service, path.join(photographs, 'cat'), content)))
    wrong.push(...(await editOnce(service, id, datasets)))
  } finally {
    await service.close()
  }
  return [...wrong, ...(await leftBehind(dataFolder))]
}

function judgeRefusal(refused: LabError | undefined): string[] {
  return refused === undefined || refused.code === 'storage' ? [] : [`${refused.code}: ${refused.message}`]
}
