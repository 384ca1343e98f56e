const colours = ['red', 'green', 'blue'] as const

/** What a channel of the input is called: a colour of the image, else its number. */
export function channelName(channel: number, channels: number): string {
  return (channels === colours.length ? colours[channel] : undefined) ?? `channel ${channel + 1}`
}
