import { expect, test } from 'vitest'
import { readAddress, type Address } from './address'
import { AddressBar } from './address-bar'

/** A window with a history, as a browser keeps it. */
class FakePage {
  readonly entries: string[]
  at = 0
  readonly location: { readonly hash: string }
  readonly history = {
    pushState: (_state: unknown, _title: string, address?: string | URL | null): void => {
      this.entries.splice(++this.at, Infinity, String(address))
    },
    replaceState: (_state: unknown, _title: string, address?: string | URL | null): void => {
      this.entries[this.at] = String(address)
    }
  }

  constructor(hash: string) {
    const { entries, current } = { entries: [hash], current: (): string => this.entries[this.at] ?? '' }
    this.entries = entries
    this.location = {
      get hash() {
        return current()
      }
    }
  }
}

class FakeWindow {
  address: Address | undefined = undefined

  visit(fragment: string): void {
    this.address = readAddress(fragment) ?? this.address
  }
}

function open(hash: string): { page: FakePage; shown: FakeWindow; bar: AddressBar } {
  const page = new FakePage(hash)
  const shown = new FakeWindow()
  return { page, shown, bar: new AddressBar(shown, page) }
}

test('a room is an entry, a run in it is not', () => {
  const { page, shown, bar } = open('')
  bar.follow()
  expect(page.entries).toEqual([''])
  shown.address = { room: 'train' }
  bar.follow()
  expect(page.entries).toEqual(['#/train'])
  shown.address = { room: 'train', runId: 'run-1' }
  bar.follow()
  shown.address = { room: 'runs' }
  bar.follow()
  bar.follow()
  expect(page.entries).toEqual(['#/train/run-1', '#/runs'])
})

test('Back leads to the room before, and leaves Forward as it was', () => {
  const { page, shown, bar } = open('#/data')
  shown.address = { room: 'data' }
  shown.address = { room: 'evaluate', runId: 'run-2' }
  bar.follow()
  page.at = 0
  bar.move()
  expect(shown.address).toEqual({ room: 'data' })
  bar.follow()
  expect(page.entries).toEqual(['#/data', '#/evaluate/run-2'])
})

test('what leads nowhere does not stay', () => {
  const { page, shown, bar } = open('#/attic')
  shown.address = { room: 'train' }
  bar.move()
  expect(page.entries).toEqual(['#/train'])
})
