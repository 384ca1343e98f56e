import { clipEpsilon } from '../../maths/clip-factor'

/** What people read beside the lines that clip gradients. */
export const clipLinesText = {
  squares:
    'Adds up the squares of all gradients. TensorFlow.js has no function for the norm of many tensors together.',
  eachSquare:
    'Takes the gradients of one layer’s weights after the other, squares each number and adds them up.',
  norm: 'The root of the sum: the norm of all gradients together.',
  factor: (limit: number) =>
    `What all gradients are multiplied with: **${limit}** divided by the norm. The ${clipEpsilon} keeps the division safe if all gradients are 0.`,
  most: 'At most 1: gradients that are short enough stay as they are.',
  eachGradient: 'Goes through the gradients by the names of their weights.',
  scale: 'Scales them: the direction stays the same, and only the length changes.',
  end: 'Ends the loop: all gradients are scaled.'
}
