import type { Desk } from '../../sync/desk.ts'
import { answer } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { refuseSpeaker } from '../refusals.ts'
import { auditChange, MAY, mayChange } from './may.ts'
import { syncIsOff } from './off.ts'
import { noSuchTable, readEntity } from './tables.ts'

const SAY = '/sync force projet 42'

/** Synchronises one row or page now. */
export async function force(context: Context, desk: Desk, speaker: Speaker, rest: string): Promise<Reply> {
  if (!mayChange(speaker)) return refuseSpeaker(context, speaker, 'sync-force', MAY)
  const typed = readEntity(context, rest, SAY)
  if ('reply' in typed) return typed.reply
  const { key } = typed
  const forced = await desk.force(key)
  if (!forced.ok)
    return forced.reason === 'switched_off' ? syncIsOff() : noSuchTable(context, key.replace(/:.*/, ''))
  await auditChange(context, speaker, 'sync-force', key)
  return answer(`${key} - is synchronised now`, {
    lines: [['What becomes of it: ', { code: `/sync trace ${forced.event}` }]],
  })
}
