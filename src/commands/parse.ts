/** The first word of what was typed, in lower case, and the rest as typed. */
export function splitCommand(text: string): { readonly word: string; readonly rest: string } {
  const trimmed = text.trim()
  const [first = ''] = trimmed.split(/\s+/, 1)
  return { word: first.toLowerCase(), rest: trimmed.slice(first.length).trim() }
}

/** One line of `text`, at most `max` characters, cut at a word where it can be. */
export function oneLine(text: string, max: number): { readonly line: string; readonly cut: boolean } {
  const line = text.replace(/\s+/g, ' ').trim()
  if ([...line].length <= max) return { line, cut: false }
  const head = [...line].slice(0, max - 3).join('')
  const space = head.lastIndexOf(' ')
  return { line: `${space > max / 2 ? head.slice(0, space) : head}...`, cut: true }
}

/** `INC-12-A` is the gate A of the run INC-12. */
export function runOfCode(code: string): string | undefined {
  return /^([A-Z]+-\d+)-[A-Z]\d*$/.exec(code)?.[1]
}
