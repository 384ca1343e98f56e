import { paragraph, type TextBlock } from '../base/text-block'
import type { Initialisation } from './initialisation'

interface InitialisationText {
  /** In the list of ways to start. */
  readonly choice: string
  /** At the end of a layer's summary. */
  readonly summary: string
  /** Of filters that nothing has trained yet. */
  readonly untrained: string
  readonly explanation: TextBlock
}

export const initialisationTexts: Readonly<Record<Initialisation, InitialisationText>> = {
  identity: {
    choice: 'the identity',
    summary: 'starts as the identity',
    untrained:
      'Each of the first filters passes one channel on as it is, with a 1 in the middle and zeros around it; any others are random. Train, and see what they become.',
    explanation: paragraph(
      'Its filters **start as the identity**: the first passes on channel 1 as it is, the second channel 2, and so on, with a 1 in the middle of the window and zeros elsewhere. Filters beyond the number of channels start at random. At first, a deep network then passes the image through, and learns what to change.'
    )
  },
  whitening: {
    choice: 'whitening',
    summary: 'starts by whitening',
    untrained:
      'Computed from the training images: each filter looks for one direction in which their patches vary, and the second half for the opposite directions.',
    explanation: paragraph(
      'Its filters **start by whitening**: neighbouring pixels are almost equal, so most of their information is repeated. The filters are computed from patches of the training images (the eigenvectors of their covariance), so that the outputs have mean 0 and variance 1 and are not correlated. Half of the filters look for the directions in which patches vary most, the other half for the opposite ones, because a ReLU would keep only half. Such a layer is often frozen.'
    )
  }
}
