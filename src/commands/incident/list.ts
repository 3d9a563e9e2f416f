import type { Run } from '../../engine/run.ts'
import { waitsFor } from '../../engine/standing.ts'
import type { Text } from '../../notify/card.ts'
import { owedOf, resolutionOf, severityOf, textFact, titleOf } from '../../notify/cards/incident-facts.ts'
import type { Look } from '../../notify/look.ts'
import { formatTime } from '../../notify/time.ts'
import { answer } from '../answers.ts'
import type { Reply } from '../command.ts'
import { type Context, lookOf } from '../context.ts'

const LISTED = 20
/** More are not counted. */
const COUNTED = 200

/** The open incidents, newest first, and the last ones that are over. */
export async function listIncidents(context: Context): Promise<Reply> {
  const [open, finished] = await Promise.all([
    context.store.list({ state: 'open', playbook: 'incident', limit: COUNTED }),
    context.store.list({ state: 'finished', playbook: 'incident', limit: 5 }),
  ])
  const look = lookOf(context)
  const left = open.length - LISTED
  const lines: readonly Text[] = [
    ...open.slice(0, LISTED).map((run) => lineOf(run, look)),
    ...(left > 0 ? [`${left} older ones are open too: see the console.`] : []),
    ...finished.map((run) => lineOf(run, look)),
  ]
  return answer(`${open.length} open`, { lines: lines.length === 0 ? ['No incident so far.'] : lines })
}

function lineOf(run: Run, look: Look): Text {
  const drill = run.facts['drill'] === true ? 'DRILL ' : ''
  return [{ bold: run.id }, ` ${drill}[${severityOf(run)}] ${titleOf(run)} - ${stateOf(run, look)}`]
}

function stateOf(run: Run, look: Look): string {
  const resolved = resolutionOf(run)
  if (run.facts['ignored'] === true) return 'ignored'
  if (resolved !== undefined) return `resolved at ${formatTime(resolved.at, look)}${owed(run)}`
  const since = `open since ${formatTime(run.openedAt, look)}`
  const lead = textFact(run.facts, 'lead')
  if (lead !== undefined) return `${since}, led by ${look.nameOf(lead)}`
  return run.facts['acknowledged'] === true
    ? `${since}, nobody leads: /incident lead ${run.id}`
    : `${since}, waits for ${waitsFor(run) ?? 'nobody'}`
}

function owed(run: Run): string {
  const what = owedOf(run)
  return what === undefined ? '' : `, ${what} owed`
}
