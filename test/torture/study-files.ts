import { lessonConfig } from '../../src/core/settings/run-config'
import { defineStudy } from '../../src/core/study/define-study'
import { StudyStore } from '../../src/lab/studies/study-store'
import { join } from 'node:path'
import type { StoredFile } from './stored-files'

/** What a study trains, as a search with its values worked out and one of its runs stopped for good. */
export async function studyFiles(dataFolder: string): Promise<StoredFile[]> {
  const definition = defineStudy({
    variants: [lessonConfig],
    search: {
      kind: 'random',
      count: 4,
      seed: 3,
      axes: [{ name: 'learningRate', from: 0.001, to: 0.1, scale: 'log' }]
    },
    seeds: [1, 2]
  })
  const store = new StudyStore(dataFolder)
  const { studyId } = await store.create(definition, 1_700_000_000_000, 'Rates')
  await store.change(studyId, () => ({ skipped: [2] }))
  const read = async (): Promise<{ found: unknown }> => ({ found: await store.read(studyId) })
  return [{ kind: 'study.json', path: join(store.folder(studyId), 'study.json'), read }]
}
