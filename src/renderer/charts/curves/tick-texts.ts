/** Numbers at an axis, with as many decimals as they need: what all of them end with, as in 2.500 and 3.000, is left out. */
export function tickTexts(values: readonly number[], format: (value: number) => string): readonly string[] {
  let texts = values.map(format)
  while (texts.length > 0 && texts.every((text) => /^-?\d+\.\d*0$/.test(text)))
    texts = texts.map((text) => text.slice(0, -1))
  return texts.every((text) => text.endsWith('.')) ? texts.map((text) => text.slice(0, -1)) : texts
}
