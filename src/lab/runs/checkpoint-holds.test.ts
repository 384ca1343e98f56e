import { expect, test } from 'vitest'
import { CheckpointHolds } from './checkpoint-holds'

test('what is held is not thinned, and can be once all have let go', async () => {
  const holds = new CheckpointHolds()
  const thinned: string[] = []
  const thin = (): Promise<void> =>
    holds.thin('run-1', () => {
      thinned.push('run-1')
      return Promise.resolve()
    })
  const letGo = await holds.hold('run-1')
  await holds.during('run-1', thin)
  letGo()
  letGo()
  const again = await holds.hold('run-1')
  await thin()
  expect(thinned).toEqual([])
  again()
  await thin()
  expect(thinned).toEqual(['run-1'])
})

test('who comes while it is being thinned waits, even where that fails', async () => {
  const holds = new CheckpointHolds()
  let fail = (_: Error): void => undefined
  const thinning = holds.thin('run-1', () => new Promise((_, reject) => (fail = reject)))
  let reading = false
  const read = holds.during('run-1', () => {
    reading = true
    return Promise.resolve()
  })
  await Promise.resolve()
  expect(reading).toBe(false)
  fail(new Error('the disk refuses'))
  await expect(thinning).rejects.toThrow('the disk refuses')
  await read
  expect(reading).toBe(true)
})
