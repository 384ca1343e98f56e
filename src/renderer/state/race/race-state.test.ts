import { expect, test } from 'vitest'
import { raceSteps } from './race'
import { RaceState } from './race-state.svelte'

test('a race plays, whatever the frames do, and ends', () => {
  const state = new RaceState()
  state.play(1000)
  state.tick(1000)
  expect(state.step).toBe(0)
  state.tick(1500)
  expect(state.step).toBe(10)
  state.tick(1510)
  expect(state.step).toBe(10)
  state.tick(99_000)
  expect(state.step).toBe(raceSteps)
  expect(state.playing).toBe(false)
  state.play(100_000)
  expect(state.step).toBe(0)
})

test('after a pause it goes on from there', () => {
  const state = new RaceState()
  state.goTo(50)
  state.play(0)
  state.tick(100)
  state.pause()
  state.tick(9000)
  expect(state.step).toBe(52)
  state.play(10_000)
  state.tick(10_100)
  expect(state.step).toBe(54)
})

test('another start begins again, another rate does not', () => {
  const state = new RaceState()
  state.goTo(30)
  state.set({ slopeRate: 0.1 })
  expect(state.step).toBe(30)
  expect(state.racers[0]?.spec.learningRate).toBe(0.1)
  state.set({ start: [1, 1] })
  expect(state.step).toBe(0)
  expect(state.racers.every(({ moments }) => moments[0]?.x === 1)).toBe(true)
  expect(state.usual).toBe(false)
  state.reset()
  expect(state.usual).toBe(true)
})

test('the start stays on the map', () => {
  const state = new RaceState()
  const [left] = state.surface.x
  for (let i = 0; i < 50; i++) state.nudge(-1, 0)
  expect(state.settings.start[0]).toBe(left)
})

test('a surface comes with its own start and rates', () => {
  const state = new RaceState()
  state.goTo(9)
  state.setSurface('beale')
  expect(state.step).toBe(0)
  expect(state.settings.start).toEqual(state.surface.start)
  expect(state.settings.slopeRate).toBe(state.surface.rates.slope)
})
