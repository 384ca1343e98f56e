/**
 * Whether a page asks for pictures of a camera, and nothing else. A screen that is to be recorded has no type of its own:
 * `mediaTypes` is then empty.
 */
export function asksForCameraAlone(permission: string, details: object): boolean {
  if (permission !== 'media' || !('mediaTypes' in details)) return false
  const { mediaTypes } = details
  return Array.isArray(mediaTypes) && mediaTypes.length === 1 && mediaTypes[0] === 'video'
}
