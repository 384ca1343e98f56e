import { expect, test } from 'vitest'
import { LatestAnswer } from './latest-answer.svelte'

/** Answers when it is told to. */
function setUp() {
  const asked: number[] = []
  const waiting: ((answer: string) => void)[] = []
  const latest = new LatestAnswer(
    (question: number) =>
      new Promise<string>((resolve) => {
        asked.push(question)
        waiting.push(resolve)
      })
  )
  return { asked, latest, answer: (text: string) => waiting.shift()?.(text) }
}

test('of the questions that come meanwhile only the last is asked', async () => {
  const { asked, latest, answer } = setUp()
  const done = latest.ask(1)
  void latest.ask(2)
  void latest.ask(3)
  expect(asked).toEqual([1])
  answer('one')
  await Promise.resolve()
  await Promise.resolve()
  await new Promise((resolve) => setTimeout(resolve))
  expect(asked).toEqual([1, 3])
  expect(latest.current).toEqual({ question: 1, answer: 'one' })
  answer('three')
  await done
  expect(latest.current).toEqual({ question: 3, answer: 'three' })
})

test('the same question is asked once', async () => {
  const { asked, latest, answer } = setUp()
  const done = latest.ask(1)
  void latest.ask(1)
  answer('one')
  await done
  await latest.ask(1)
  expect(asked).toEqual([1])
})

test('after an error the last answer stays, and the question may be asked again', async () => {
  let fail = false
  const latest = new LatestAnswer((question: number) =>
    fail ? Promise.reject(new Error('no')) : Promise.resolve(question * 2)
  )
  await latest.ask(1)
  fail = true
  await latest.ask(2)
  expect(latest.error?.message).toContain('no')
  expect(latest.current?.answer).toBe(2)
  fail = false
  await latest.ask(2)
  expect(latest.error).toBeUndefined()
  expect(latest.current?.answer).toBe(4)
})
