import type { Run } from '../../engine/run.ts'
import { severityOf, titleOf } from '../../notify/cards/incident-facts.ts'
import { noSuchRun, refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'
import { splitCommand } from '../parse.ts'

type Found =
  | { readonly ok: true; readonly run: Run; readonly rest: string }
  | { readonly ok: false; readonly reply: Reply }

const LOOKED_AT = 20

/**
 * The incident that a command speaks of, and the rest of what was typed: the one it names, else the only one that
 * is under way. `fits` says which ones can be meant when none is named.
 */
export async function whichIncident(
  context: Context,
  text: string,
  fits: (run: Run) => boolean = isUnderWay,
): Promise<Found> {
  const { word, rest } = splitCommand(text)
  if (/^inc-\d+$/.test(word)) {
    const run = await context.store.get(word.toUpperCase())
    return run === undefined ? { ok: false, reply: noSuchRun(word.toUpperCase()) } : { ok: true, run, rest }
  }
  const recent = await context.store.list({ playbook: 'incident', limit: LOOKED_AT })
  const [only, ...others] = recent.filter(fits)
  if (only !== undefined && others.length === 0) return { ok: true, run: only, rest: text.trim() }
  const lines =
    only === undefined
      ? ['None can be meant. Name one: /incident list shows those there are.']
      : [only, ...others].map((run) => `${run.id} [${severityOf(run)}] ${titleOf(run)}`)
  return { ok: false, reply: refusal('Which incident?', { lines }) }
}

export function isUnderWay(run: Run): boolean {
  return run.state === 'open' && run.facts['resolved'] !== true && run.facts['severity'] !== undefined
}

export function isResolved(run: Run): boolean {
  return run.facts['resolved'] === true
}
