import { expect, test } from 'vitest'
import { roomTabs, Tabs } from './tabs.svelte'

test('a room begins with its usual tab, which addresses leave out', () => {
  const tabs = new Tabs()
  expect(tabs.of('data')).toBe(roomTabs.data[0])
  expect(tabs.named('data')).toBeUndefined()
  tabs.show('data', 'batches')
  expect(tabs.named('data')).toBe('batches')
  expect(tabs.of('train')).toBe('curve')
})

test('what an address names is shown; the usual tab for what the room does not have', () => {
  const tabs = new Tabs()
  tabs.visit('train', 'plan')
  expect(tabs.of('train')).toBe('plan')
  tabs.visit('train', 'batches')
  expect(tabs.of('train')).toBe('curve')
  tabs.show('train', 'steps')
  tabs.visit('train', undefined)
  expect(tabs.of('train')).toBe('curve')
})
