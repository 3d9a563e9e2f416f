import { marked, type Token } from 'marked'
import { withoutNul } from './ids.ts'

/** Docmost converts block by block, and everybody waits meanwhile; 33,000 short ones bring it down. */
export const MOST_BLOCKS = 500
export const MOST_BYTES = 100_000

const NOTE = '*The rest was left out: the bot writes no more than this.*'

type Room = { readonly blocks: number; readonly bytes: number }

/** Markdown that Docmost can take; what is too long ends after a block, or a line of one, and says so. */
export function withinLimits(markdown: string): string {
  const text = withoutNul(markdown)
  // More than this is cut anyway, and reading it would take us long too.
  const head = text.slice(0, MOST_BYTES + 1)
  const tokens = marked.lexer(head)
  if (head === text && fits(tokens, head, { blocks: MOST_BLOCKS, bytes: MOST_BYTES })) return text
  return `${cut(tokens)}\n\n${NOTE}`
}

function cut(tokens: readonly Token[]): string {
  let room: Room = { blocks: MOST_BLOCKS - 1, bytes: MOST_BYTES - `\n\n${NOTE}`.length }
  let kept = ''
  for (const token of tokens) {
    if (!fits([token], token.raw, room)) return (kept + linesOf(token, room)).trimEnd()
    kept += token.raw
    room = {
      blocks: room.blocks - blocksOf([token]),
      bytes: room.bytes - Buffer.byteLength(token.raw),
    }
  }
  return kept.trimEnd()
}

/** As many lines of a block as there is room for. Half a fenced block is closed again. */
function linesOf(token: Token, room: Room): string {
  const fence = token.type === 'code' ? /^ {0,3}(`{3,}|~{3,})/.exec(token.raw)?.[1] : undefined
  const lines = token.raw.split('\n')
  const first = (count: number) =>
    lines.slice(0, count).join('\n') + (fence === undefined ? '' : `\n${fence}`)
  let [most, tooMany] = [0, lines.length]
  while (tooMany - most > 1) {
    const half = Math.floor((most + tooMany) / 2)
    if (fits(marked.lexer(first(half)), first(half), room)) most = half
    else tooMany = half
  }
  return most === 0 ? '' : first(most)
}

function fits(tokens: readonly Token[], text: string, { blocks, bytes }: Room): boolean {
  return Buffer.byteLength(text) <= bytes && blocksOf(tokens) <= blocks
}

const BLOCKS: ReadonlySet<string> = new Set(['paragraph', 'heading', 'code', 'hr', 'html', 'list_item'])

/** Blocks as Docmost makes them: each paragraph, each item of a list and what stands in it, each cell of a table. */
export function blocksOf(tokens: readonly Token[]): number {
  let blocks = 0
  marked.walkTokens([...tokens], (token) => {
    if (token.type === 'table') blocks += token['header'].length * (token['rows'].length + 1)
    else if (BLOCKS.has(token.type)) blocks += 1
  })
  return blocks
}
