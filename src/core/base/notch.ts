/**
 * How an arrow key moves a number: to its neighbour (from 0 or from 1 on), to twice or half of it, by a tenth or by
 * ten, or along 1, 2, 5, 10, 20, 50...
 */
export type Notch = 'one' | 'fromOne' | 'double' | 'tenth' | 'ten' | 'logarithmic'
