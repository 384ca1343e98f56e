/** A camera that shows a moving picture, and a microphone; who may use them is decided as with real ones. */
export const fakeCamera = '--use-fake-device-for-media-stream'
