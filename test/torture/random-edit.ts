import type { DatasetEdit, ImageRef } from '../../src/core/data/dataset-edit'
import type { Random } from '../../src/core/maths/random'
import type { Lab } from '../../src/lab/contract/contract'

/** One edit of a data set, of any kind that it can have now. */
export async function randomEdit(
  lab: Lab,
  { dataset, photographs }: { readonly dataset: string; readonly photographs: string },
  random: Random,
  step: number
): Promise<void> {
  const { classes, shape, undo } = await lab.getEdited({ dataset })
  const label = random.nextBelow(Math.max(1, classes.length))
  const other = random.nextBelow(Math.max(1, classes.length))
  const turn = random.nextBelow(10)
  const edit = (change: DatasetEdit): Promise<unknown> => lab.editDataset({ dataset, edit: change })
  const some = async (): Promise<ImageRef[]> => {
    const first = random.nextBelow(20)
    const { images } = await lab.getClassImages({ dataset, label, first, count: 1 + random.nextBelow(9) })
    return images.map(({ split, row }) => ({ split, row }))
  }
  if (classes.length === 0 || turn === 0) {
    await edit({ kind: 'addClass', name: `class ${step}` })
    return
  }
  if (turn === 1 && undo !== undefined) {
    await lab.undoEdit({ dataset })
    return
  }
  if (turn === 2) {
    await lab.addImages({ dataset, label, from: { kind: 'place', path: photographs } })
    return
  }
  if (turn === 3 && classes.length > 2 && label !== other) {
    await edit({ kind: 'mergeClass', label, into: other })
    return
  }
  if (turn === 4 && classes.length > 2) {
    await edit({ kind: 'removeClass', label })
    return
  }
  if (turn === 5) {
    await edit({ kind: 'renameClass', label, name: `called ${step}` })
    return
  }
  const images = turn < 9 ? await some() : []
  if (images.length > 0) {
    if (turn === 6) await edit({ kind: 'relabel', images, label: other })
    else if (turn === 7)
      await edit({ kind: 'move', images, to: random.nextBelow(2) === 0 ? 'train' : 'test' })
    else await edit({ kind: 'remove', images })
    return
  }
  const names = Array.from({ length: 5 }, (_, i) => `frame ${step} ${i}`)
  const frames = Uint8Array.from({ length: names.length * shape[0] * shape[1] * shape[2] }, () =>
    random.nextBelow(256)
  )
  await lab.addImages({
    dataset,
    label,
    from: { kind: 'pixels', names, images: Buffer.from(frames).toString('base64') }
  })
}
