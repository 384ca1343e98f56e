import { isLessonDataset } from '../../../core/data/is-lesson-dataset'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { datasetHash, type DatasetManifest } from './manifest'

/** Results on other files cannot be compared with those on CIFAR-10, so they must not look like them. */
export function honestName(manifest: Pick<DatasetManifest, 'name' | 'files' | 'classes' | 'made'>): string {
  const { name } = manifest
  const claims = /^cifar10$/.test(
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
  )
  if (!claims) return name
  return isLessonDataset({ hash: datasetHash(manifest) }) ? lessonDataset.name : `${name} (other files)`
}
