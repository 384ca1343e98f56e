/** What the channels of an image are called: `red, green and blue`. */
export function channelNames(channels: number): string {
  if (channels === 1) return 'grey'
  return channels === 4 ? 'red, green, blue and opacity' : 'red, green and blue'
}
