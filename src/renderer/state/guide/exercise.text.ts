import { formatCount } from '../../../core/format/format-number'

/** What more than one exercise answers. */
export const exerciseTexts = {
  noNumber: 'Type a number first.',
  noChoice: 'Choose one first.',
  unreadable: (answer: string) => `“${answer}” cannot be read as a number.`,
  otherBatchSize: (batchSize: number, wanted: number) =>
    `The batch size is ${formatCount(batchSize)}. Set it to ${wanted} first.`
}
