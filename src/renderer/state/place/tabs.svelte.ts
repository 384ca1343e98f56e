import type { WorkbenchSettings } from '../../../lab/contract/workbench-settings'

type Room = WorkbenchSettings['view']

/** What each room can show in turn, by the names that addresses have for it; the first of each is the usual. */
export const roomTabs = {
  lesson: ['script', 'glossary', 'summary'],
  data: ['classes', 'image', 'batches', 'split', 'augmentation', 'card'],
  /** usual: what the layer begins with */
  network: ['usual', 'compute', 'filters', 'loss', 'edit'],
  optimizer: ['race', 'own', 'rate'],
  train: ['curve', 'steps', 'overfitting', 'recipes', 'plan'],
  evaluate: ['mistakes', 'classes', 'confidence', 'time'],
  runs: ['runs', 'studies', 'newstudy', 'trash', 'compare'],
  devices: ['devices']
} as const satisfies Readonly<Record<Room, readonly string[]>>

type Shown = { readonly [R in Room]: (typeof roomTabs)[R][number] }
export type Tab<R extends Room> = Shown[R]

/** Which of its pictures each room shows. */
export class Tabs {
  #shown = $state.raw<Shown>({
    lesson: 'script',
    data: 'classes',
    network: 'usual',
    optimizer: 'race',
    train: 'curve',
    evaluate: 'mistakes',
    runs: 'runs',
    devices: 'devices'
  })

  readonly #onshow: (room: Room, tab: Tab<Room>) => void

  /** @param onshow told of every picture that somebody goes to */
  constructor(onshow: (room: Room, tab: Tab<Room>) => void = () => undefined) {
    this.#onshow = onshow
  }

  of<R extends Room>(room: R): Tab<R> {
    return this.#shown[room]
  }

  show<R extends Room>(room: R, tab: Tab<R>): void {
    this.#shown = { ...this.#shown, [room]: tab }
    this.#onshow(room, tab)
  }

  /** As an address names it; undefined for the usual one. */
  named(room: Room): string | undefined {
    const tab = this.#shown[room]
    return tab === roomTabs[room][0] ? undefined : tab
  }

  /** What an address names; the usual one for whatever the room does not have. */
  visit(room: Room, name: string | undefined): void {
    const all: readonly Tab<Room>[] = roomTabs[room]
    this.#shown = { ...this.#shown, [room]: all.find((tab) => tab === name) ?? roomTabs[room][0] }
  }
}
