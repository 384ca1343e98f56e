import { tick } from 'svelte'
import { LabError } from '../../core/base/lab-error'
import type { ImageShape } from '../../core/data/dataset-info'
import type { PageContent } from '../../core/exchange/page-content'
import type { Size } from '../../core/pixels/plan-fit'
import { bytesOf } from '../network/read-content'
import type { Network } from '../network/load-network'
import { probabilities } from '../network/probabilities'
import { decodePicture } from '../picture/decode-picture'
import { fitPicture } from '../picture/fit-picture'
import { readPart } from '../picture/read-part'

/** An image, and what the network makes of it. */
export interface Answer {
  /** What the picture is called. */
  readonly name: string
  /** u8[channels, height, width]: what the network sees. */
  readonly image: Uint8Array
  /** Of each class, in [0, 1]. */
  readonly probabilities: readonly number[]
  /** The number of its class, where it is known. */
  readonly label: number | undefined
  /** Its place among the test images; undefined for a picture of one's own. */
  readonly sample: number | undefined
}

type Shown = Pick<Answer, 'name' | 'image'> & Partial<Pick<Answer, 'label' | 'sample'>>

/** The page: a network, the picture that it is shown, and what goes wrong. */
export class PageState {
  readonly content: PageContent
  readonly shape: ImageShape
  readonly #network: Promise<Network>
  #answer = $state.raw<Answer | undefined>(undefined)
  #problem = $state.raw<LabError | undefined>(undefined)
  #busy = $state.raw(false)
  /** Counts what was shown: a picture that comes while another is computed takes its place. */
  #shown = 0

  constructor(content: PageContent, network: Promise<Network>) {
    this.content = content
    this.shape = content.inputShape
    this.#network = network.catch((thrown: unknown) => {
      throw damaged(thrown)
    })
    this.#network.catch((problem: unknown) => this.fail(LabError.from(problem)))
  }

  get answer(): Answer | undefined {
    return this.#answer
  }

  get problem(): LabError | undefined {
    return this.#problem
  }

  get busy(): boolean {
    return this.#busy
  }

  fail(problem: LabError): void {
    this.#problem = problem
  }

  showFile(file: Blob, name: string): Promise<void> {
    return this.#show(async () => {
      const bitmap = await decodePicture(file, name)
      const image = fitPicture(bitmap, readPart(bitmap), this.shape)
      bitmap.close()
      return { name, image }
    })
  }

  /** @param source of that size */
  showFrame(source: CanvasImageSource, size: Size): Promise<void> {
    return this.#show(() => ({
      name: 'The camera’s picture',
      image: fitPicture(size, readPart(source), this.shape)
    }))
  }

  showSample(number: number): Promise<void> {
    return this.#show(() => {
      const sample = this.content.samples[number]
      if (sample === undefined) throw new Error('there is no such image')
      const { pixels, label } = sample
      return { name: `Test image ${number + 1}`, image: bytesOf(pixels), label, sample: number }
    })
  }

  async #show(read: () => Shown | Promise<Shown>): Promise<void> {
    const shown = ++this.#shown
    this.#busy = true
    this.#problem = undefined
    try {
      const given = await read()
      const network = await this.#network
      // What is said of it has to be on the screen before the processor is busy with the network.
      await tick()
      await new Promise((resolve) => setTimeout(resolve))
      if (shown !== this.#shown) return
      const scores = await network(given.image)
      if (shown !== this.#shown) return
      this.#answer = { label: undefined, sample: undefined, ...given, probabilities: probabilities(scores) }
    } catch (thrown) {
      if (shown === this.#shown) this.#problem = LabError.from(thrown)
    }
    if (shown === this.#shown) this.#busy = false
  }
}

function damaged(thrown: unknown): LabError {
  return new LabError(
    'internal',
    'The network in this page cannot be loaded.',
    'The file may be damaged. Export the page again.',
    thrown
  )
}
