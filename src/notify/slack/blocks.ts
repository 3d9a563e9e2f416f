import { cut, LIMITS } from './limits.ts'

export type PlainText = { type: 'plain_text'; text: string; emoji: false }
export type Mrkdwn = { type: 'mrkdwn'; text: string; verbatim: true }

export type ButtonElement = {
  type: 'button'
  action_id: string
  text: PlainText
  value: string
  style?: 'primary' | 'danger'
}

export type Block =
  | { type: 'header'; text: PlainText }
  | { type: 'section'; text: Mrkdwn }
  | { type: 'section'; fields: Mrkdwn[] }
  | { type: 'actions'; elements: ButtonElement[] }
  | { type: 'context'; elements: Mrkdwn[] }
  | { type: 'image'; slack_file: { id: string }; alt_text: string }
  | { type: 'divider' }

/** Slack refuses empty texts, so nothing becomes a dash. */
export function plain(text: string, max: number): PlainText {
  return { type: 'plain_text', text: cut(oneLine(text), max) || '-', emoji: false }
}

/** `text` is markup already: escaped and within its limit. */
export function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text: text.trim() === '' ? '-' : text, verbatim: true }
}

export function header(text: string): Block {
  return { type: 'header', text: plain(text, LIMITS.header) }
}

export function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text) }
}

export function context(text: string): Block {
  return { type: 'context', elements: [mrkdwn(text)] }
}

export function portions<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, n) => items.slice(n * size, (n + 1) * size))
}

/** Texts in order, in groups that hold at most `count` of them and `length` characters with one between each. */
export function grouped(texts: readonly string[], most: { count: number; length: number }): string[][] {
  const groups: string[][] = []
  let length = 0
  for (const text of texts) {
    const last = groups.at(-1)
    length += text.length + 1
    if (last !== undefined && last.length < most.count && length - 1 <= most.length) last.push(text)
    else {
      groups.push([text])
      length = text.length + 1
    }
  }
  return groups
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
