const colours = ['red', 'green', 'blue', 'opacity'] as const

/** What a channel of the input is called: grey, a colour of the image or its opacity, else its number. */
export function channelName(channel: number, channels: number): string {
  if (channels === 1) return 'grey'
  const isColour = channels === 3 || channels === colours.length
  return (isColour ? colours[channel] : undefined) ?? `channel ${channel + 1}`
}
