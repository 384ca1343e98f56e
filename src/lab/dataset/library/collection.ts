import { z } from '../../../core/base/schema'
import { className, mostClasses } from '../../../core/data/dataset-info'
import {
  contradictions,
  datasetFile,
  type DatasetManifest,
  manifestShape,
  mostFiles
} from '../files/manifest'

/**
 * A data set in the making: it may have no class yet, or no images, so that nothing can be trained on it. In all else it is
 * like a manifest, and becomes one when it is complete.
 */
export const collection = manifestShape
  .omit({ archive: true, npm: true })
  .extend({
    classes: z.array(className).max(mostClasses),
    files: z.array(datasetFile).max(mostFiles)
  })
  .superRefine((made, context) => {
    for (const issue of contradictions(made)) context.addIssue({ code: 'custom', ...issue })
  })
export type Collection = z.infer<typeof collection>

/** What keeps it from being trained on; undefined where it is complete. */
export function whatIsMissing({
  classes,
  files
}: Pick<DatasetManifest, 'classes' | 'files'>): string | undefined {
  if (classes.length < 2) return classes.length === 0 ? 'It needs two classes.' : 'It needs a second class.'
  const has = (role: 'train' | 'test'): boolean => files.some((file) => file.role === role)
  if (!has('train')) return 'It needs images.'
  return has('test')
    ? undefined
    : 'It needs test images: add some more images, a fifth of them is for testing.'
}
