const lineEnd = 0x0a

/**
 * The lines of an event log that are of some types, in their order, without reading the others. Whether something was
 * changed is not asked: opening the run does. A line that cannot be parsed is passed over, and so is one without its end.
 * @param content of events.jsonl
 */
export function logLines(content: Buffer, types: readonly string[]): unknown[] {
  const places = types.flatMap((type) => placesOf(content, type)).sort((a, b) => a - b)
  return places.flatMap((place) => {
    const end = content.indexOf(lineEnd, place)
    return end === -1 ? [] : parsed(content.toString('utf8', place, end))
  })
}

/** Where the lines of a type of event begin. */
function placesOf(content: Buffer, type: string): number[] {
  const beginning = `{"type":"${type}"`
  const places: number[] = []
  for (let at = content.indexOf(beginning); at !== -1; at = content.indexOf(beginning, at + 1)) {
    if (at === 0 || content[at - 1] === lineEnd) places.push(at)
  }
  return places
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}
