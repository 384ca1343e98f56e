import { LabError } from '../../core/base/lab-error'

const chooseInstead = 'Choose a file instead.'

/** Whether this browser offers cameras to this page at all. */
export const hasCamera = (): boolean => 'mediaDevices' in navigator

/** @throws LabError that says why there is no picture of a camera */
export async function openCamera(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: true })
  } catch (thrown) {
    throw refusal(thrown)
  }
}

function refusal(thrown: unknown): LabError {
  const name = thrown instanceof Error ? thrown.name : ''
  if (['NotAllowedError', 'NotSupportedError', 'SecurityError'].includes(name)) {
    return new LabError(
      'unsupported',
      'The browser did not give this page the camera.',
      `Some browsers never do for a page that is opened from a file. ${chooseInstead}`,
      thrown
    )
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return new LabError('not-found', 'There is no camera.', chooseInstead, thrown)
  return new LabError(
    'unsupported',
    'The camera cannot be used.',
    `Another program may be using it. ${chooseInstead}`,
    thrown
  )
}
