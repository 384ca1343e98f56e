import type { ImageFit, ImageNote } from './image-file'

/** What is done to an image of another shape, as people read it: `cut to 32 × 32`. */
export const imageFitWords: Readonly<Record<ImageFit, string>> = {
  cover: 'cut',
  contain: 'framed',
  stretch: 'stretched'
}

/** Its name where it is chosen. */
export const imageFitNames: Readonly<Record<ImageFit, string>> = {
  cover: 'Cut',
  contain: 'Framed',
  stretch: 'Stretched'
}

/** What each way of fitting does. */
export const imageFitTexts: Readonly<Record<ImageFit, string>> = {
  cover: 'The middle of each image, as large as fits the shape.',
  contain: 'All of each image, with black bars.',
  stretch: 'All of each image, in other proportions.'
}

/** What is said of a file that was read. */
export const imageNoteTexts: Readonly<Record<ImageNote, string>> = {
  rotated: 'It was turned as the camera noted in the file.',
  transparent: 'Parts of it are transparent. A network without an opacity channel sees white there.',
  animated: 'It is an animation. The network sees its first frame.',
  'several-pages': 'It has several pages. The network sees the first.',
  grey: 'It has no colours.',
  cmyk: 'Its colours are for print (CMYK) and were converted.',
  '16-bit': 'It has more than 8 bits per channel. The network sees 8.',
  misnamed: 'Its name ends as that of another format.',
  enlarged: 'It is smaller than the network’s images, so it was enlarged.'
}

/** What anybody should know who tries a picture of their own. */
export function knownClassesNote(classes: number): string {
  return `The network knows only its ${classes} classes, and answers with one of them whatever the picture shows. A high probability does not mean that the picture shows that class.`
}
