import type { DatasetInfo } from '../../data/dataset-info'
import { folderCardName } from '../../data/folder-card'
import type { FolderImport } from '../../data/made-from'
import type { RunConfig } from '../../settings/run-config'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { quoted } from '../name-lines'
import { scriptNames } from '../script-names'
import { chainLines, hasChain } from './augmentation-lines'
import { augmentationLinesText } from './augmentation-lines.text'
import { drawLines, leftOutLines, mixLines } from './folder-files'
import { folderReading } from './folder-reading'
import { imageFolderText } from './image-folder.text'
import type { PictureChain } from './picture-chain'
import { loadLines, numberedLines } from './picture-lines'

/** @param sys what is said of `import sys` */
export function folderImports(dataset: DatasetInfo, folder: FolderImport, sys: string): readonly CodeLine[] {
  const { exportFirst, apart, leftOut, classFolders: numbered } = folderReading(dataset, folder)
  const say = imageFolderText(dataset, folder, exportFirst)
  const usage = line('imports', say.usage)
  const script = name(`${scriptNames(dataset).script}.py`)
  return [
    exportFirst
      ? usage`# python ${script} <exported folder>`
      : usage`# python ${script} <folder of the images>`,
    ...(apart?.kind === 'seeded' ? [line('imports', say.hashlib)`import hashlib`] : []),
    ...(apart !== undefined || leftOut.length > 0 || numbered !== undefined
      ? [line('imports', say.os)`import os`]
      : []),
    line('imports', sys)`import sys`
  ]
}

/** A folder of image files, as it was imported or as Tenfold exported it. */
export function imageFolder(
  config: RunConfig,
  dataset: DatasetInfo,
  folder: FolderImport,
  chain: PictureChain,
  /** Whether the first training images are to be of all classes. */
  isMixed: boolean
): readonly CodeLine[] {
  const reading = folderReading(dataset, folder)
  const say = imageFolderText(dataset, folder, reading.exportFirst)
  const { apart, leftOut } = reading
  const className = reading.classFolders === undefined ? 'ImageFolder' : 'Images'
  return [
    line('trainSet', say.folder)`folder = sys.argv[1]`,
    blankLine,
    ...loadLines(dataset, folder, say),
    blankLine,
    ...(reading.classFolders === undefined ? [] : numberedLines(reading.classFolders, say)),
    ...chain.transform,
    ...chainLines(config, dataset, [
      line('pixels', augmentationLinesText(config, dataset).plain)`    transform,`
    ]),
    ...(apart === undefined ? [] : apartLines(apart, say)),
    line('trainSet', say.trainSet)`train_set = ${name(className)}(`,
    line(
      'trainSet',
      reading.classFolders === undefined ? say.trainRoot : say.trainRootNumbered
    )`    ${name(apart === undefined ? "f'{folder}/train'" : 'train')},`,
    line('trainSet', say.trainLoader)`    loader=load,`,
    hasChain(config)
      ? line('augmentation', chain.train)`    transform=train_transform)`
      : line('pixels', chain.train)`    transform=transform)`,
    line('testSet', say.testSet)`test_set = ${name(className)}(`,
    line('testSet', say.testRoot)`    ${name(apart === undefined ? "f'{folder}/test'" : 'test')},`,
    line('testSet', say.testLoader)`    loader=load,`,
    line('pixels', chain.test)`    transform=transform)`,
    ...(apart?.kind === 'seeded' || leftOut.length > 0
      ? [
          blankLine,
          line('trainSet', say.name)`def name(sample):`,
          line('trainSet', say.relative)`    name = os.path.relpath(sample[0], folder)`,
          line('trainSet', say.slashes)`    return name.replace(os.sep, '/')`,
          blankLine
        ]
      : []),
    ...(apart?.kind === 'seeded' ? drawLines(apart, dataset.classes.length, say) : []),
    ...(leftOut.length > 0 ? leftOutLines(leftOut, say) : []),
    ...(isMixed ? mixLines(say) : [])
  ]
}

type Words = ReturnType<typeof imageFolderText>

/** `train` and `test`, whichever folder it is. */
function apartLines(split: FolderImport['split'], say: Words): readonly CodeLine[] {
  const [train = 'train', test = 'test'] = split.kind === 'given' ? (split.folders ?? []) : []
  return [
    line('trainSet', say.exported)`exported = os.path.exists(`,
    line('trainSet', say.exportedFile)`    f'{folder}/${name(folderCardName)}')`,
    ...(split.kind === 'given'
      ? [
          line('trainSet', say.trainFolder)`part = 'train' if exported else ${name(quoted(train))}`,
          line('trainSet', say.trainFolderPath)`train = f'{folder}/{part}'`,
          line('testSet', say.testFolder)`part = 'test' if exported else ${name(quoted(test))}`,
          line('testSet', say.testFolderPath)`test = f'{folder}/{part}'`
        ]
      : [
          line('trainSet', say.trainFolder)`train = f'{folder}/train' if exported else folder`,
          line('testSet', say.testFolder)`test = f'{folder}/test' if exported else folder`
        ])
  ]
}
