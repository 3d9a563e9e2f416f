import { rollbackCard } from '../rollback.ts'
import { calls, done, live, restored } from './rollback/progress.ts'
import { call, reply, type Templates } from './template.ts'

/** The card of a rollback and what stands under it. */
export const rollbackMessages: Templates = {
  'rollback.card': { place: 'channel', follows: true, card: (run, _entry, look) => rollbackCard(run, look) },
  'rollback.waiting': call(calls.waiting),
  'rollback.silent': call(calls.silent),
  'rollback.deploy-failed': call(calls.deployFailed),
  'rollback.smoke-failed': call(calls.smokeFailed),
  'rollback.failed': call(calls.failed),
  'rollback.queued': call(calls.queued),
  'rollback.restored': call(restored),
  'rollback.done': call(done),
  'rollback.live': reply(live),
}
