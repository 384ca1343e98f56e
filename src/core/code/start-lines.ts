import { kindOf, type LayerShape } from '../layers/layer-kinds'
import type { LayerStart } from '../layers/layer-kind'
import type { NotedCode } from '../layers/noted-code'
import type { StartCode } from '../layers/start-code'
import { type CodeLine, call, codeLine } from './code-line'

/** Lines of a script that start weights other than at random. */
export interface StartLines {
  /** Functions, each once. */
  readonly setUp: readonly CodeLine[]
  /** Of layers that need nothing but themselves. */
  readonly network: readonly CodeLine[]
  /** Of layers that look at training images. */
  readonly train: readonly CodeLine[]
}

/**
 * @param codeOf a layer's own part
 * @param withImages the same lines where `images` are the first so many training images
 */
export function startLines(
  shapes: readonly LayerShape[],
  codeOf: (start: LayerStart, name: string) => StartCode,
  withImages: (count: number, lines: readonly NotedCode[], layer: string) => readonly NotedCode[]
): StartLines {
  const started = shapes.flatMap((shape) => {
    const { name } = shape.layer
    const start = kindOf(shape.layer).start(shape)
    return start === undefined ? [] : [{ name, images: start.images, code: codeOf(start, name) }]
  })
  const written = (name: string, lines: readonly NotedCode[]): CodeLine[] =>
    lines.map(({ code, note }) => codeLine(`layer:${name}`, note)`${call(code)}`)
  /** By their text, and for the first layer that needs them. */
  const functions = new Map(
    [...started]
      .reverse()
      .map(({ name, code }) => [code.setUp.map((line) => line.code).join(), { name, code }])
  )
  return {
    setUp: [...functions.values()].reverse().flatMap(({ name, code }) => written(name, code.setUp)),
    network: started.flatMap(({ name, images, code }) => (images === 0 ? written(name, code.lines) : [])),
    train: started.flatMap(({ name, images, code }) =>
      images === 0 ? [] : written(name, withImages(images, code.lines, name))
    )
  }
}
