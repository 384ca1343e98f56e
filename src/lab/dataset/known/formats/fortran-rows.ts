import { required } from '../../../../core/base/required'

/**
 * An array in Fortran's order (the first index runs fastest), row by row in C's.
 * @param data u8[], shape[0] rows
 * @yields u8[shape[1] * shape[2] * …], valid until the next
 */
export function* fortranRows(data: Uint8Array, shape: readonly number[]): Generator<Uint8Array, void> {
  const rows = required(shape[0], 'a first axis')
  const places = rowPlaces(shape)
  const row = new Uint8Array(places.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < places.length; j++) {
      row[j] = required(data[i + required(places[j], 'a place')], 'a byte of each element')
    }
    yield row
  }
}

/** Where a row's elements lie, counted from the row's first, in C's order. */
function rowPlaces(shape: readonly number[]): Float64Array {
  let stride = required(shape[0], 'a first axis')
  let places = [0]
  for (const length of shape.slice(1)) {
    const axis = Array.from({ length }, (_, i) => i * stride)
    places = places.flatMap((place) => axis.map((offset) => place + offset))
    stride *= length
  }
  return Float64Array.from(places)
}
