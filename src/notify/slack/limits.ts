/** Slack's own figures, in characters unless said otherwise. */
export const LIMITS = {
  blocksInMessage: 50,
  blocksInView: 100,
  header: 150,
  section: 3000,
  field: 2000,
  fieldsInSection: 10,
  context: 2000,
  button: 75,
  buttonsInBlock: 25,
  /** Our own figure: more than two rows help nobody, and the card's text needs the blocks. */
  buttonsOnCard: 50,
  value: 2000,
  fallback: 4000,
  /** All visible text of one message together; beyond about 13,000 Slack answers msg_blocks_too_long. */
  message: 12_000,
  modalTitle: 24,
  label: 2000,
  hint: 2000,
  initial: 3000,
  inputMax: 3000,
  option: 75,
  optionValue: 150,
  options: 100,
  checkboxes: 10,
  metadata: 3000,
  alt: 2000,
} as const

const ELLIPSIS = '…'

/** Makes `&`, `<` and `>` harmless: nothing that a person typed can become a mention or a link. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Escapes and cuts to at most `max` characters, at a word's end where there is one near. */
export function cut(text: string, max: number): string {
  const escaped = escapeText(text)
  if (escaped.length <= max) return escaped
  return escapeText(cutRaw(text, max - ELLIPSIS.length, escapedLength)) + ELLIPSIS
}

/** As `cut`, for what Slack gives back unchanged and shows as it is: initial values. */
export function cutPlain(text: string, max: number): string {
  if (text.length <= max) return text
  return cutRaw(text, max - ELLIPSIS.length, (character) => character.length) + ELLIPSIS
}

function cutRaw(text: string, room: number, weigh: (character: string) => number): string {
  let used = 0
  let end = 0
  for (const character of text) {
    used += weigh(character)
    if (used > room) break
    end += character.length
  }
  const kept = text.slice(0, end)
  if (/\s/.test(text.charAt(end))) return kept.trimEnd()
  const word = kept.search(/\s\S*$/)
  return (word > end * 0.6 ? kept.slice(0, word) : kept).trimEnd()
}

function escapedLength(character: string): number {
  return escapeText(character).length
}
