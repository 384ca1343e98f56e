/**
 * Whether a network may name a file of its weights so: nothing absolute, nothing that leads out of its folder, no address.
 */
export function isBeside(path: string): boolean {
  return !/^[/\\]|^[A-Za-z][\w+.-]*:|(^|[/\\])\.\.([/\\]|$)/.test(path)
}
