import { cpus } from 'node:os'
import type { LabError } from '../../../core/base/lab-error'
import { DecoderProcess } from './decoder-process'
import type { DecodedImage, ImageRequest } from './decoder-protocol'
import { decodingClosed, notDecoded } from './not-decoded'
import { shownName } from './shown-name'

export interface ImageDecoderOptions {
  /** The built decoder/main.ts. */
  readonly decoderFile: string
  /** That work at the same time, at most; one for each core, and no more than 8, unless it is said. */
  readonly processes?: number
  /** An image that takes longer is given up, and its process ended. */
  readonly secondsPerImage?: number
  /** A process that had nothing to do for so long is ended. */
  readonly idleSeconds?: number
}

interface Job {
  readonly request: ImageRequest
  readonly resolve: (image: DecodedImage) => void
  readonly reject: (error: LabError) => void
  /** New processes that were gone before they took it up. */
  lost: number
  settled: boolean
}

/** One that does not start is its own misfortune; the second is reported. Those that had worked before are not counted. */
const mostLost = 1

/**
 * Decodes image files in processes of their own, each with one image in its hands: one that crashes it, or holds it up, costs
 * that image alone. Processes start when they are first needed.
 */
export class ImageDecoder {
  readonly #decoderFile: string
  readonly #most: number
  readonly #secondsPerImage: number
  readonly #idleMs: number
  readonly #waiting: Job[] = []
  readonly #processes = new Set<DecoderProcess>()
  /** Those without an image, and what will end them. */
  readonly #idle = new Map<DecoderProcess, NodeJS.Timeout>()
  #closed = false

  constructor({ decoderFile, processes, secondsPerImage = 20, idleSeconds = 30 }: ImageDecoderOptions) {
    this.#decoderFile = decoderFile
    this.#most = processes ?? Math.max(1, Math.min(8, cpus().length))
    this.#secondsPerImage = secondsPerImage
    this.#idleMs = idleSeconds * 1000
  }

  /**
   * Any number may be asked for at once: they wait for a free process in turn.
   * @param signal gives the image up; what is decoded of it by then is dropped
   * @throws LabError that says what is wrong with the file; 'cancelled' where it was given up
   */
  decode(request: ImageRequest, signal?: AbortSignal): Promise<DecodedImage> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw decodingClosed()
      if (signal?.aborted === true) throw decodingClosed()
      const abort = (): void => settle(() => reject(decodingClosed()))
      const job: Job = {
        request,
        resolve: (image) => settle(() => resolve(image)),
        reject: (error) => settle(() => reject(error)),
        lost: 0,
        settled: false
      }
      const settle = (how: () => void): void => {
        job.settled = true
        signal?.removeEventListener('abort', abort)
        how()
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiting.push(job)
      this.#handOut()
    })
  }

  /** Ends the processes. What is not decoded yet is rejected as cancelled. */
  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) job.reject(decodingClosed())
    for (const timer of this.#idle.values()) clearTimeout(timer)
    await Promise.all([...this.#processes].map((process) => process.close()))
  }

  #handOut(): void {
    for (;;) {
      const job = this.#waiting[0]
      if (job === undefined) return
      if (!job.settled) {
        const process = this.#freeProcess()
        if (process === undefined) return
        void this.#decodeIn(process, job)
      }
      this.#waiting.shift()
    }
  }

  #freeProcess(): DecoderProcess | undefined {
    for (const [process, timer] of this.#idle) {
      clearTimeout(timer)
      this.#idle.delete(process)
      if (process.usable) return process
    }
    return this.#processes.size < this.#most ? this.#start() : undefined
  }

  #start(): DecoderProcess {
    const process = new DecoderProcess(this.#decoderFile, this.#secondsPerImage)
    this.#processes.add(process)
    void process.exited.then(() => {
      clearTimeout(this.#idle.get(process))
      this.#idle.delete(process)
      this.#processes.delete(process)
      this.#handOut()
    })
    return process
  }

  async #decodeIn(process: DecoderProcess, job: Job): Promise<void> {
    const { isNew } = process
    const outcome = await process.decode(job.request)
    switch (outcome.kind) {
      case 'decoded':
        job.resolve(outcome.image)
        break
      case 'refused':
        job.reject(outcome.error)
        break
      case 'gone':
        if (!outcome.began && job.lost < mostLost && !this.#closed) {
          if (isNew) job.lost += 1
          this.#waiting.unshift(job)
        } else {
          job.reject(notDecoded(shownName(job.request.source), outcome.exit, this.#secondsPerImage))
        }
    }
    if (process.usable && !this.#closed) {
      this.#idle.set(
        process,
        setTimeout(() => void process.close(), this.#idleMs)
      )
    }
    this.#handOut()
  }
}
