import { z } from '../base/schema'

/** Which data set: its name for people, and what tells two of the same name apart. */
export const datasetId = z.object({
  name: z.string(),
  /** sha256 over its files. */
  hash: z.string()
})
export type DatasetId = z.infer<typeof datasetId>

/** What a call or a command names a data set by; also the name of its folder. */
export const datasetKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens, at most 64')

/** A key for a data set of this name: `Flowers of May` is `flowers-of-may`. */
export function datasetSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  return slug === '' ? 'images' : slug
}

/** `CIFAR-10 (sha256 c4a38c50…)` */
export function datasetLabel({ name, hash }: DatasetId): string {
  return `${name} (sha256 ${hash.slice(0, 8)}…)`
}
