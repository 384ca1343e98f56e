/** As few pieces of up to `most` as will do for `length`, as equal as can be: the larger ones first. */
export function evenPieces(
  length: number,
  most: number
): { readonly size: number; readonly count: number }[] {
  const pieces = Math.ceil(length / most)
  const size = Math.floor(length / pieces)
  const larger = length % pieces
  return [
    { size: size + 1, count: larger },
    { size, count: pieces - larger }
  ].filter(({ count }) => count > 0)
}

/** The same pieces one by one, with where each begins. */
export function evenRanges(
  length: number,
  most: number
): { readonly first: number; readonly size: number }[] {
  let first = 0
  return evenPieces(length, most).flatMap(({ size, count }) =>
    Array.from({ length: count }, () => {
      const range = { first, size }
      first += size
      return range
    })
  )
}
