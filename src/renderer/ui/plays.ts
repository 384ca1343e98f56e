import type { Attachment } from 'svelte/attachments'

/** Shows a stream in a video element for as long as it is there. */
export function plays(stream: MediaStream | undefined): Attachment<HTMLVideoElement> {
  return (element) => {
    element.srcObject = stream ?? null
    // A stream that ends while it begins to play is no fault.
    void element.play().catch(() => undefined)
    return () => {
      element.srcObject = null
    }
  }
}
