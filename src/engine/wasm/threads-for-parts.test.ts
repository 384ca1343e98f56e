import { expect, test } from 'vitest'
import { threadsForParts } from './threads-for-parts'

test.each([
  { batchSize: 1, cores: 16, threads: 1, why: 'one image is one part' },
  { batchSize: 4, cores: 16, threads: 2, why: 'two parts of two images' },
  { batchSize: 5, cores: 16, threads: 3, why: 'three parts, the last short' },
  { batchSize: 512, cores: 1, threads: 1, why: 'one core' },
  { batchSize: 512, cores: 2, threads: 2, why: 'two cores with four parts each' },
  { batchSize: 512, cores: 16, threads: 8, why: 'eight parts' },
  { batchSize: 512, cores: 6, threads: 4, why: 'two rounds, which four threads finish as early as six' },
  { batchSize: 512, cores: 3, threads: 3, why: 'three rounds' }
])('$threads for a batch of $batchSize on $cores cores: $why', ({ batchSize, cores, threads }) => {
  expect(threadsForParts(batchSize, cores)).toBe(threads)
})
