import type { Run } from '../../engine/run.ts'
import type { Field, Span } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { latestNote, textFact } from './incident-facts.ts'

/** What monitors say; nothing for an incident that only people know of. */
export function alertFields(run: Run, look: Look): readonly Field[] {
  const source = sourceOf(run)
  const later = latestNote(run, 'alert')
  if (source.length === 0 && later === undefined) return []
  const over = run.facts['recovered'] === true ? latestNote(run, 'recovered') : undefined
  const parts = [
    ...(later === undefined ? [] : [grouped(run, look)]),
    over === undefined ? 'still firing' : `over since ${formatTime(over.at, look)}`,
  ]
  return [
    ...(source.length === 0 ? [] : [{ label: 'Monitor', value: source }]),
    { label: 'Alerts', value: parts.join(' - ') },
  ]
}

/** `uptimerobot - docmost - critical - details` */
function sourceOf({ facts }: Run): readonly Span[] {
  const source = textFact(facts, 'source')
  if (source === undefined) return []
  const words = [source, textFact(facts, 'service'), textFact(facts, 'alertSeverity')]
  const link = textFact(facts, 'link')
  return [
    words.filter((word) => word !== undefined).join(' - '),
    ...(link === undefined ? [] : [' - ', { link, label: 'details' }]),
  ]
}

function grouped(run: Run, look: Look): string {
  const alerts = run.history.filter((entry) => entry.kind === 'noted' && entry.what === 'alert')
  const last = alerts.at(-1)
  const own = textFact(run.facts, 'source') === undefined ? 0 : 1
  const count = textFact(last?.fields, 'count') ?? String(alerts.length + own)
  const title = textFact(last?.fields, 'title')
  const newest = last === undefined ? '' : `, the last at ${formatTime(last.at, look)}`
  return `${count} grouped${newest}${title === undefined ? '' : `: ${title}`}`
}
