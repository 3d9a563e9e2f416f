/** `<...>` is Slack's: a mention, a channel, a date or a link. Everything else is what a person typed. */
const MARKUP = /<([^<>]*)>/g

/**
 * What a person wrote, out of Slack's markup: mentions become names, links their label and address.
 * `nameOf` knows people by their Slack id.
 */
export function toPlainWords(markup: string, nameOf: (user: string) => string | undefined): string {
  const words = markup.replace(MARKUP, (_all, inside: string) => wordsOf(inside, nameOf))
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function wordsOf(inside: string, nameOf: (user: string) => string | undefined): string {
  const bar = inside.indexOf('|')
  const target = bar === -1 ? inside : inside.slice(0, bar)
  const label = bar === -1 ? '' : inside.slice(bar + 1)
  if (target.startsWith('@')) return `@${nameOf(target.slice(1)) ?? (label || target.slice(1))}`
  if (target.startsWith('#')) return `#${label || target.slice(1)}`
  if (target.startsWith('!')) return label || `@${target.slice(1).replace(/\^.*/, '')}`
  return linkWords(target, label)
}

function linkWords(target: string, label: string): string {
  const address = target.replace(/^(mailto|tel):/, '')
  return label === '' || label === address || label === target ? address : `${label} (${address})`
}
