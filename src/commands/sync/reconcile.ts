import { PLAYBOOKS } from '../../playbooks/index.ts'
import { answer } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import { actorOf, type Context } from '../context.ts'
import { refuseSpeaker } from '../refusals.ts'
import { MAY, mayChange } from './may.ts'
import { noSuchTable, tableNamed } from './tables.ts'

/** Of this many open ones the same is looked for: nobody compares everything twice at once. */
const LOOKED_AT = 20

/** Compares the rows of some tables with their pages; a card follows it. The run itself is the line in the audit. */
export async function reconcile(context: Context, speaker: Speaker, rest: string): Promise<Reply> {
  if (!mayChange(speaker)) return refuseSpeaker(context, speaker, 'sync-reconcile', MAY)
  const words = rest.split(/[\s,]+/).filter((word) => word !== '')
  const unknown = words.find((word) => tableNamed(context, word) === undefined)
  if (unknown !== undefined) return noSuchTable(context, unknown)
  const named = new Set(words.flatMap((word) => tableNamed(context, word) ?? []))
  const tables = [...named].join(',')
  const what =
    tables === '' ? 'all tables are' : `${[...named].join(', ')} ${named.size === 1 ? 'is' : 'are'}`
  const same = await underWay(context, tables)
  if (same !== undefined) return answer(`${same} is under way already - ${what} compared`, { lines: LINES })
  const run = await context.runs.open(PLAYBOOKS.reconciliation, {
    key: speaker.key,
    at: context.clock.now(),
    by: actorOf(speaker.person),
    door: speaker.door,
    facts: tables === '' ? {} : { tables },
    durations: {},
  })
  return answer(`${run.id} - ${what} compared`, { lines: LINES })
}

const LINES = ['Its card in #ops shows how far it is. Rows that have no page yet get one.']

async function underWay({ store }: Context, tables: string): Promise<string | undefined> {
  const open = await store.list({ state: 'open', playbook: PLAYBOOKS.reconciliation.name, limit: LOOKED_AT })
  return open.find(({ facts }) => (facts['tables'] ?? '') === tables)?.id
}
