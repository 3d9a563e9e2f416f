/** GitHub takes 65,536 characters and refuses more. */
const LONGEST = 65_000
const LONGEST_TITLE = 256
const CUT = '\n\n(cut here: longer than GitHub takes)'

/** The text with a mark that readers don't see, by which a repeat finds what it wrote. */
export function marked(body: string, key: string): string {
  return `${fitted(body)}\n\n${markOf(key)}`
}

export function isMarked(body: string | null | undefined, key: string): boolean {
  return body?.includes(markOf(key)) === true
}

export function fitted(body: string): string {
  return body.length > LONGEST ? whole(body.slice(0, LONGEST)) + CUT : body
}

export function fittedTitle(title: string): string {
  return title.length > LONGEST_TITLE ? `${whole(title.slice(0, LONGEST_TITLE - 3))}...` : title
}

function markOf(key: string): string {
  return `<!-- vigie:${key} -->`
}

/** Without the half of a character that a cut may leave behind. */
function whole(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '')
}
