/** Of all text in the loss chart. */
export const chartFont = { family: 'IBM Plex Mono', size: 10.5 }
