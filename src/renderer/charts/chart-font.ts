/** Of the text in charts. */
export const chartFont = { family: 'IBM Plex Mono', size: 10.5 }
