import { lexer, type Token } from 'marked'

const MOST = 3
const LONGEST = 100
/** `(#12)`, `([#12](https://...), #13)`, `#12` at the end: where it was discussed is no highlight. */
const ISSUES =
  /\s*[([](?:(?:closes|fixes|see)?\s*[\w./-]*#\d+[\s,;]*(?:and\s+)?)+[)\]]|\s+#\d+(?=[\s,.;]*$)/gi

/**
 * The first point under each heading of release notes, at most three, on one line of plain words. Undefined where
 * there is no point: notes may be prose, or nothing.
 */
export function headlineOf(notes: string): string | undefined {
  const lists: Extract<Token, { type: 'list' }>[][] = [[]]
  for (const token of lexer(notes)) {
    if (token.type === 'heading') lists.push([])
    else if (isList(token)) lists.at(-1)?.push(token)
  }
  const points = lists.map((group) => group.flatMap(({ items }) => items.map((item) => pointOf(item.tokens))))
  const told = points.filter((group) => group.length > 0)
  const chosen = told.length === 1 ? told.flat() : told.flatMap(([first]) => first ?? [])
  const said = chosen.filter((point) => point !== '').slice(0, MOST)
  return said.length === 0 ? undefined : said.join('; ')
}

function isList(token: Token): token is Extract<Token, { type: 'list' }> {
  return token.type === 'list'
}

/** What stands in the item itself, without the lists and blocks below it. */
function pointOf(tokens: readonly Token[]): string {
  const [first] = tokens.filter(({ type }) => type === 'text' || type === 'paragraph')
  const words = first === undefined ? '' : plain(first).replace(ISSUES, '').replace(/\s+/g, ' ').trim()
  const whole = words.replace(/\s*[.;:,]$/, '')
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 3).replace(/\s+\S*$/, '')}...` : whole
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

function withCharacters(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => CHARACTERS[name] ?? whole)
}

/** The words as somebody reads them. An image and HTML say nothing in a line of text. */
function plain(token: Token): string {
  if (token.type === 'image' || token.type === 'html') return ''
  if (token.type === 'br') return ' '
  if (token.type === 'codespan') return String(token['text'])
  if ('tokens' in token && token.tokens !== undefined) return token.tokens.map(plain).join('')
  return 'text' in token ? withCharacters(String(token.text)) : ''
}
