import { marked, type Tokens } from 'marked'
import { parse } from 'node-html-parser'
import { z } from 'zod'
import { broken, business } from './docmost-refusals.ts'
import type { Block, World } from './docmost-world.ts'

export type Written = { readonly blocks: readonly Block[]; readonly malformed: boolean }

/** What Docmost makes of content in one of its three formats. It keeps blocks, not the text. */
export function readContent(world: World, content: unknown, format: string): Written {
  const block = (markdown: string, id?: string) => ({ id: id ?? world.ids.slug().toLowerCase(), markdown })
  if (format === 'json') return fromJson(content, block)
  // A mistake of the client that it can't name.
  if (typeof content !== 'string') throw broken()
  if (format === 'html') return { blocks: fromHtml(content, block), malformed: false }
  return { blocks: fromMarkdown(content).map((one) => block(one)), malformed: false }
}

type Make = (markdown: string, id?: string) => Block

/** Comments and front matter are lost, and a table gets an empty header over its own. */
function fromMarkdown(content: string): readonly string[] {
  const text = content.replace(/^---\n[\s\S]*?\n---\n/, '').replace(/<!--[\s\S]*?-->/g, '')
  return marked.lexer(text).flatMap((token) => {
    if (token.type === 'space' || token.raw.trim() === '') return []
    return [token.type === 'table' ? tableOf(token) : token.raw.trim()]
  })
}

function tableOf(token: object): string {
  const cell = z.object({ text: z.string() }).transform(({ text }) => text)
  const { header, rows } = z.object({ header: z.array(cell), rows: z.array(z.array(cell)) }).parse(token)
  const line = (cells: readonly string[]) => `| ${cells.map((one) => one.padEnd(3)).join(' | ')} |`
  return [header.map(() => ''), header.map(() => '---'), header, ...rows].map(line).join('\n')
}

function fromHtml(content: string, block: Make): readonly Block[] {
  const root = parse(content, { comment: false, blockTextElements: { script: false } })
  return root.childNodes.flatMap((node) => {
    const id = 'getAttribute' in node ? /data-id="([^"]*)"/.exec(node.toString())?.[1] : undefined
    return node.text.trim() === '' ? [] : [block(node.text.trim(), id)]
  })
}

const nodeSchema = z.object({
  type: z.string(),
  text: z.string().optional(),
  attrs: z.record(z.string(), z.unknown()).optional(),
  content: z.array(z.unknown()).optional(),
})
type Node = z.infer<typeof nodeSchema>

const KNOWN = ['doc', 'paragraph', 'heading', 'text', 'bulletList', 'orderedList', 'listItem', 'taskList']

/** Weakly checked: nodes it doesn't know are dropped, their text is lifted, and the page may be spoilt. */
function fromJson(content: unknown, block: Make): Written {
  const doc = nodeSchema.safeParse(content).data
  if (doc?.type !== 'doc') throw business(400, 'Invalid content format')
  const nodes = childrenOf(doc)
  const blocks = nodes.flatMap((node) => {
    const { id } = z.object({ id: z.string().optional() }).parse(node.attrs ?? {})
    const text = textOf(node)
    return KNOWN.includes(node.type) || text !== '' ? [block(text, id)] : []
  })
  return { blocks, malformed: nodes.some(({ type }) => !KNOWN.includes(type)) }
}

function childrenOf(node: Node): readonly Node[] {
  return (node.content ?? []).map((one) => nodeSchema.parse(one))
}

function textOf(node: Node): string {
  return node.text ?? childrenOf(node).map(textOf).join('')
}

/** Null for a page that never had any. */
export function showContent(blocks: readonly Block[] | null, format: unknown): unknown {
  if (blocks === null) return null
  const kind = typeof format === 'string' ? format.toLowerCase() : 'json'
  if (kind === 'markdown') return blocks.map(({ markdown }) => markdown).join('\n\n')
  if (kind === 'html') return blocks.map(({ id, markdown }) => `<p data-id="${id}">${markdown}</p>`).join('')
  const content = blocks.map(({ id, markdown }) => ({
    type: 'paragraph',
    attrs: { id, dir: 'auto', indent: 0, textAlign: null },
    content: [{ text: markdown, type: 'text' }],
  }))
  return { type: 'doc', content }
}

/** How many blocks the server converts, one after the other. */
export function countBlocks(content: unknown): number {
  if (typeof content !== 'string') return 0
  return marked.lexer(content).reduce((sum, token) => {
    if (token.type === 'space') return sum
    return sum + (isList(token) ? token.items.length : 1)
  }, 0)
}

function isList(token: { type: string }): token is Tokens.List {
  return token.type === 'list'
}
