import { z } from '../base/schema'

/** Which well-known data set, in files of its own format. */
export const knownSetId = z.object({
  kind: z.enum(['cifar-10', 'cifar-100', 'mnist', 'fashion-mnist', 'kmnist', 'emnist', 'idx', 'npz', 'svhn']),
  /** What tells apart several sets in the same files: `fine labels` */
  variant: z.string().max(100).optional(),
  /** Whether its files matched the published checksums when it was imported. */
  official: z.boolean()
})
export type KnownSetId = z.infer<typeof knownSetId>
