import { z } from '../base/schema'

/** Which data set: its name for people, and what tells two of the same name apart. */
export const datasetId = z.object({
  name: z.string(),
  /** sha256 over its files. */
  hash: z.string()
})
export type DatasetId = z.infer<typeof datasetId>

/** `CIFAR-10 (sha256 c4a38c50…)` */
export function datasetLabel({ name, hash }: DatasetId): string {
  return `${name} (sha256 ${hash.slice(0, 8)}…)`
}
