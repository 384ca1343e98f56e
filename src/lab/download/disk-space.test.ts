import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { requireDiskSpace } from './disk-space'

describe('requireDiskSpace', () => {
  test('lets pass what fits, and names what is needed and what is free', async () => {
    await expect(requireDiskSpace(tmpdir(), 1)).resolves.toBeUndefined()
    await expect(requireDiskSpace(tmpdir(), 1e21)).rejects.toThrow(
      /needs 1,000,000,000,000,000 MB .* has only [\d,]+ MB/
    )
  })
})
