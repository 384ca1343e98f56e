/** Signs, digits, at most one point, an exponent: no hexadecimal, no `Infinity`. */
const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
/** `1,000`, `64,862.5`; not `0,125`, which can only be meant as a decimal. */
const groupedByCommas = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/
/** Space, apostrophe or underscore between groups of three digits. */
const groupGaps = /(?<=\d)[\s'’_](?=\d{3}(?!\d))/g

/**
 * A number as people write it: `64,862`, `64 862`, `0,6`, `−0.6`, `1.2e-3`.
 * @returns NaN for anything else
 */
export function readNumber(text: string): number {
  const bare = text.trim().replace('−', '-').replaceAll(groupGaps, '')
  const plain = groupedByCommas.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.')
  return plainNumber.test(plain) ? Number(plain) : NaN
}

/** Thousands with points, or decimals without worth: `10.000` is ten to one reader and ten thousand to another. */
const ambiguousWhole = /[.]\d{3}(?!\d)/
/** The same of a number with decimals: `1,500` is one and a half to one reader and fifteen hundred to another. */
const ambiguousDecimal = /^[+-]?[1-9]\d{0,2},\d{3}$/

/**
 * A whole number as people write it.
 * @returns NaN for what could be meant in two ways, and for anything else; a number with decimals as it is
 */
export function readWholeNumber(text: string): number {
  return ambiguousWhole.test(text) ? NaN : readNumber(text)
}

/**
 * A number with decimals as people write it.
 * @returns NaN for what could be meant in two ways, and for anything else
 */
export function readDecimal(text: string): number {
  return ambiguousDecimal.test(text.trim().replace('−', '-')) ? NaN : readNumber(text)
}
