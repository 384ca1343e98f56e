import { formatCount, formatPercent } from '../../../core/format/format-number'

/**
 * What the curves of the classes show, for those who do not see them.
 * @param moments how many there are, at least one @param accuracy at the last one, in [0, 1], of all images
 * @param drawn the classes that are drawn, with their accuracies at the last moment
 */
export function overTimeWords(
  moments: number,
  accuracy: number,
  drawn: readonly { readonly name: string; readonly share: number }[]
): string {
  const classes = drawn.map(({ name, share }) => `${name} ${formatPercent(share, 0)}`).join(', ')
  return `Accuracy by class over ${formatCount(moments)} ${moments === 1 ? 'moment' : 'moments'} of the training; at last ${formatPercent(accuracy)} of all images are right, ${classes}`
}
