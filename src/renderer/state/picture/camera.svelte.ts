import type { CameraProblem } from './camera-problem'
import { cameraProblem, noCameraHere } from './camera-problem'

export interface CameraDevice {
  readonly id: string
  readonly name: string
}

/** What the camera needs of a browser. */
type Media = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>

/** In pixels: enough for what a person wants to see of it, and far more than a network takes. */
const wanted = { width: { ideal: 640 }, height: { ideal: 480 } }

/**
 * The camera: asked for when somebody presses a button, and let go as soon as it is stopped. Its pictures are shown and
 * go to the lab; they go nowhere else.
 */
export class Camera {
  #state = $state.raw<'off' | 'starting' | 'live'>('off')
  #stream = $state.raw<MediaStream | undefined>(undefined)
  #devices = $state.raw<readonly CameraDevice[]>([])
  #device = $state.raw<string | undefined>(undefined)
  #problem = $state.raw<CameraProblem | undefined>(undefined)
  /** Of starts and stops: one that is over by the time that it is answered is given up. */
  #turn = 0
  readonly #media: () => Media | undefined
  readonly #isSecure: () => boolean

  constructor(
    media: () => Media | undefined = browserMedia,
    isSecure: () => boolean = () => globalThis.isSecureContext
  ) {
    this.#media = media
    this.#isSecure = isSecure
  }

  get state(): 'off' | 'starting' | 'live' {
    return this.#state
  }

  /** While it is live. */
  get stream(): MediaStream | undefined {
    return this.#stream
  }

  /** All that there are, once one of them may be used. */
  get devices(): readonly CameraDevice[] {
    return this.#devices
  }

  /** The one in use, or used last. */
  get device(): string | undefined {
    return this.#device
  }

  get problem(): CameraProblem | undefined {
    return this.#problem
  }

  /** Asks for the camera. @param device another than the one that was used last */
  async start(device = this.#device): Promise<void> {
    this.stop()
    const turn = this.#turn
    const media = this.#media()
    if (media === undefined) {
      this.#problem = noCameraHere(this.#isSecure())
      return
    }
    this.#state = 'starting'
    try {
      const which =
        device === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: device } }
      const stream = await media.getUserMedia({ audio: false, video: { ...wanted, ...which } })
      if (turn === this.#turn) await this.#begin(media, stream)
      else release(stream)
    } catch (thrown) {
      if (turn !== this.#turn) return
      this.stop()
      // One that was unplugged is not asked for again.
      this.#device = undefined
      this.#problem = cameraProblem(thrown)
    }
  }

  /** Lets the camera go. */
  stop(): void {
    this.#turn += 1
    if (this.#stream !== undefined) release(this.#stream)
    this.#stream = undefined
    this.#state = 'off'
    this.#problem = undefined
  }

  async #begin(media: Media, stream: MediaStream): Promise<void> {
    const turn = this.#turn
    this.#stream = stream
    this.#state = 'live'
    const [track] = stream.getVideoTracks()
    this.#device = track?.getSettings().deviceId
    track?.addEventListener('ended', () => {
      if (this.#stream !== stream) return
      this.stop()
      this.#problem = {
        message: 'The camera has stopped.',
        hint: 'It was unplugged, or another program took it. Check it, then press “Use the camera” again.'
      }
    })
    const all = await media.enumerateDevices()
    if (turn !== this.#turn) return
    this.#devices = all
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }, i) => ({ id: deviceId, name: label === '' ? `Camera ${i + 1}` : label }))
  }
}

/** A page that is not secure has none, whatever the types say. */
function browserMedia(): Media | undefined {
  const found: { readonly mediaDevices?: Media } = navigator
  return found.mediaDevices
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
