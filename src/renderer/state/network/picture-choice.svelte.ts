import { LabError } from '../../../core/base/lab-error'
import type { ImageFit } from '../../../core/data/image-file'
import type { Picture, PictureInspection } from '../../../lab/contract/picture'
import { base64FromBytes, base64FromFile } from '../../bytes/base64'
import { checkPictureSize } from './check-picture-size'

/** What was put before the network: a file, or a frame of the camera. */
export interface OwnPicture {
  readonly id: number
  readonly name: string
  /** What it is made of, and an address to show it by; undefined of a frame of the live camera. */
  readonly source: { readonly file: Blob; readonly url: string } | undefined
}

/** What became of a picture for networks of one shape. */
interface Fitted {
  readonly id: number
  readonly fit: ImageFit
  /** `32 × 32 × 3` */
  readonly shape: string
  /** base64 of u8[channels, height, width] */
  readonly pixels: string
  readonly file: PictureInspection['file']
}

type Shape = readonly [number, number, number]
const shapeKey = (shape: Shape): string => shape.join(' × ')

/** A picture of one's own: which, and how it is fitted. It stays in this window and in the lab. */
export class PictureChoice {
  #picture = $state.raw<OwnPicture | undefined>(undefined)
  #fit = $state.raw<ImageFit>('cover')
  /** Not reactive: what was fitted once is not decoded again for every checkpoint. */
  #fitted: Fitted | undefined
  #nextId = 1

  get picture(): OwnPicture | undefined {
    return this.#picture
  }

  get fit(): ImageFit {
    return this.#fit
  }

  setFit(fit: ImageFit): void {
    this.#fit = fit
  }

  /** A file that was chosen, dropped or pasted. */
  take(file: File): void {
    this.#show(file.name === '' ? 'The picture' : file.name, file)
  }

  /**
   * A frame of the live camera, fitted as by `cover`.
   * @param planes u8[channels, height, width]
   */
  takeFrame(planes: Uint8Array, shape: Shape): void {
    this.#show('The camera’s picture', undefined)
    this.#fit = 'cover'
    const { picture } = this
    if (picture === undefined) return
    const pixels = base64FromBytes(planes)
    this.#fitted = { id: picture.id, fit: 'cover', shape: shapeKey(shape), pixels, file: undefined }
  }

  /** The frame that is shown stays, as the image file that the camera's whole picture makes. */
  keepFrame(file: Blob): void {
    const { picture } = this
    if (picture === undefined || picture.source !== undefined) return
    this.#picture = { ...picture, name: 'camera.png', source: { file, url: URL.createObjectURL(file) } }
  }

  remove(): void {
    this.#release()
    this.#picture = undefined
    this.#fitted = undefined
  }

  /**
   * What the lab is sent: the pixels, as soon as they are known.
   * @throws LabError 'invalid-input' for a file that is too large to be read, 'cancelled' for a picture that is gone
   */
  async contentOf(id: number, fit: ImageFit, shape: Shape): Promise<Picture> {
    const fitted = this.fitted(id, fit, shape)
    if (fitted !== undefined) return { pixels: fitted.pixels }
    const { picture } = this
    if (picture?.source === undefined || picture.id !== id)
      throw new LabError('cancelled', 'The picture was removed.', 'Choose another one.')
    checkPictureSize(picture.name, picture.source.file.size)
    return { name: picture.name.slice(0, 255), content: await base64FromFile(picture.source.file) }
  }

  /** Remembers what the lab made of it. */
  keep(id: number, fit: ImageFit, shape: Shape, { image, file }: PictureInspection): void {
    if (this.fitted(id, fit, shape) !== undefined || this.picture?.id !== id) return
    this.#fitted = { id, fit, shape: shapeKey(shape), pixels: image, file }
  }

  fitted(id: number, fit: ImageFit, shape: Shape): Fitted | undefined {
    const found = this.#fitted
    return found?.id === id && found.fit === fit && found.shape === shapeKey(shape) ? found : undefined
  }

  #show(name: string, file: Blob | undefined): void {
    this.#release()
    const source = file === undefined ? undefined : { file, url: URL.createObjectURL(file) }
    this.#picture = { id: this.#nextId++, name, source }
  }

  #release(): void {
    const url = this.#picture?.source?.url
    if (url !== undefined) URL.revokeObjectURL(url)
  }
}
