import type { Card, Span, StepLine, Text } from './card.ts'

/** Says what a person is called on this surface; the span's own name when absent. */
export type NameOf = (person: string) => string

/** Plain words of a text, without any markup. */
export function textOf(text: Text, nameOf?: NameOf): string {
  return typeof text === 'string' ? text : text.map((span) => plainSpan(span, nameOf)).join('')
}

function plainSpan(span: Span, nameOf: NameOf | undefined): string {
  if (typeof span === 'string') return span
  if ('bold' in span) return span.bold
  if ('person' in span) return nameOf === undefined ? span.name : nameOf(span.person)
  if ('code' in span) return span.code
  return span.label === span.link ? span.link : `${span.label} (${span.link})`
}

/** The card as dashes: what a notification, a log line or a surface without formatting shows. Buttons are left out. */
export function cardToText(card: Card, nameOf?: NameOf): string {
  const lines = [
    ...(card.notice === undefined ? [] : [card.notice]),
    ...(card.asked ?? []).map((line) => textOf(line, nameOf)),
    ...card.fields.map((field) => `${field.label}: ${textOf(field.value, nameOf)}`),
    ...card.lines.map((line) => textOf(line, nameOf)),
    ...stepTexts(card.steps ?? []).map((line) => textOf(line, nameOf)),
    ...(card.code === undefined ? [] : [codeLine(card.code)]),
    ...(card.background ?? []).map((line) => textOf(line, nameOf)),
    ...(card.footer === undefined ? [] : [textOf(card.footer, nameOf)]),
  ]
  return [card.title, ...lines.map((line) => `- ${line.replaceAll('\n', '\n  ')}`)].join('\n')
}

/** A line for each step so far, the present one marked by `now`, and one short line for those ahead. */
export function stepTexts(
  steps: readonly StepLine[],
  now: (title: string) => Span = (title) => `${title} (now)`,
): readonly Text[] {
  const ahead = steps.filter((step) => step.state === 'ahead').map((step) => step.title)
  const soFar = steps.flatMap(({ state, title, detail }): readonly Text[] => {
    if (state === 'ahead') return []
    const words = typeof detail === 'string' ? [detail] : detail
    return [[state === 'now' ? now(title) : title, ' - ', ...words]]
  })
  return ahead.length === 0 ? soFar : [...soFar, `Next: ${ahead.join(', ')}`]
}

/** How the typed door is shown: the code of the open gate and the command that takes it. */
export function codeLine(code: string): string {
  return `Code ${code} - /ops approve ${code}`
}
