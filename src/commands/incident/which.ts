import type { Run } from '../../engine/run.ts'
import { severityOf, titleOf } from '../../notify/cards/incident-facts.ts'
import { noSuchRun, refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'
import { splitCommand } from '../parse.ts'
import { handBack } from '../typed-text.ts'

type Found =
  | { readonly ok: true; readonly run: Run; readonly rest: string }
  | { readonly ok: false; readonly reply: Reply }

/** What was typed: the subcommand, the rest, and which incidents can be meant when none is named. */
export type Asked = {
  readonly word: string
  readonly text: string
  readonly fits?: ((run: Run) => boolean) | undefined
}

const LOOKED_AT = 50
const SHOWN = 10

/** The incident that a command speaks of, and the rest of what was typed: the one it names, else the only one that fits. */
export async function whichIncident(context: Context, asked: Asked): Promise<Found> {
  const { word, rest } = splitCommand(asked.text)
  if (/^inc-\d+$/.test(word)) {
    const run = await context.store.get(word.toUpperCase())
    return run === undefined ? { ok: false, reply: noSuchRun(word.toUpperCase()) } : { ok: true, run, rest }
  }
  const open = await context.store.list({ state: 'open', playbook: 'incident', limit: LOOKED_AT })
  const [only, ...others] = open.filter(asked.fits ?? isUnderWay)
  if (only !== undefined && others.length === 0) return { ok: true, run: only, rest: asked.text.trim() }
  return { ok: false, reply: only === undefined ? none(asked) : several(asked, [only, ...others]) }
}

function none({ word, text }: Asked): Reply {
  return refusal('Nothing changed - no incident is open for that', {
    lines: [
      `/incident list shows those there are; name one: /incident ${word} INC-1`,
      ...handBack(text.trim()),
    ],
  })
}

function several({ word, text }: Asked, runs: readonly Run[]): Reply {
  const said = text.trim()
  const left = runs.length - SHOWN
  return refusal(`Which incident? ${runs.length} are open`, {
    lines: [
      ...runs.slice(0, SHOWN).map(lineOf),
      ...(left > 0 ? [`${left} more: /incident list`] : []),
      `Name it: /incident ${word} ${runs[0]?.id ?? ''}`,
      ...handBack(said),
    ],
  })
}

function lineOf(run: Run): string {
  const drill = run.facts['drill'] === true ? 'DRILL ' : ''
  return `${run.id} - ${drill}[${severityOf(run)}] ${titleOf(run)}`
}

/** Declared, and not resolved. */
export function isUnderWay(run: Run): boolean {
  return run.state === 'open' && run.facts['resolved'] !== true && run.facts['severity'] !== undefined
}

export function isResolved(run: Run): boolean {
  return run.facts['resolved'] === true
}
