import type { ImageRef } from '../../../core/data/dataset-edit'

const keyOf = ({ split, row }: ImageRef): string => `${split} ${row}`

/** Which of the images on show are selected, in the way of lists of files: one, one more, a range, all. */
export class ImageSelection {
  #chosen = $state.raw<readonly ImageRef[]>([])
  /** Where a range begins. */
  #anchor: string | undefined

  get chosen(): readonly ImageRef[] {
    return this.#chosen
  }

  has(image: ImageRef): boolean {
    return this.#chosen.some((one) => keyOf(one) === keyOf(image))
  }

  toggle(image: ImageRef): void {
    this.#anchor = keyOf(image)
    this.#chosen = this.has(image)
      ? this.#chosen.filter((one) => keyOf(one) !== keyOf(image))
      : [...this.#chosen, image]
  }

  /** From the image that was toggled last to this one, as they are shown. */
  extend(image: ImageRef, shown: readonly ImageRef[]): void {
    const keys = shown.map(keyOf)
    const [from, to] = [keys.indexOf(this.#anchor ?? keyOf(image)), keys.indexOf(keyOf(image))]
    if (from === -1 || to === -1) {
      this.toggle(image)
      return
    }
    const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1)
    this.#chosen = [
      ...this.#chosen.filter((one) => !range.some((other) => keyOf(other) === keyOf(one))),
      ...range
    ]
  }

  all(shown: readonly ImageRef[]): void {
    this.#chosen = shown
  }

  clear(): void {
    this.#chosen = []
    this.#anchor = undefined
  }
}
