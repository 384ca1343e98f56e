import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { aheadInOrder } from './ahead-in-order'

test('gives results in order, however long each of them takes, with a bound on those under way', async () => {
  let under = 0
  let most = 0
  const work = async (n: number): Promise<number> => {
    most = Math.max(most, ++under)
    await wait(n % 3)
    under--
    return n * 10
  }
  const results: number[] = []
  for await (const result of aheadInOrder([...Array(40).keys()], 5, work)) results.push(result)
  expect(results).toEqual([...Array(40).keys()].map((n) => n * 10))
  expect(most).toBe(5)
})

test('what fails is told where its turn comes, and nothing more is begun', async () => {
  const begun: number[] = []
  const work = (n: number): Promise<number> => {
    begun.push(n)
    return n === 2 ? Promise.reject(new Error('no')) : Promise.resolve(n)
  }
  const results: number[] = []
  await expect(
    (async () => {
      for await (const result of aheadInOrder([0, 1, 2, 3, 4, 5, 6, 7], 2, work)) results.push(result)
    })()
  ).rejects.toThrow('no')
  expect(results).toEqual([0, 1])
  expect(begun.length).toBeLessThan(6)
})
