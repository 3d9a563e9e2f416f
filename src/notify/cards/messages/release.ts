import { releaseCard } from '../release.ts'
import { note } from './incident/progress.ts'
import { announced, live } from './release/announced.ts'
import { deployFailed, proposed, silent, tagged, taken } from './release/carried-out.ts'
import { ended } from './release/ended.ts'
import { failed } from './release/failed.ts'
import { asked, held, moved, overridden } from './release/gates.ts'
import { alerted, smoked, smokeFailed, unwell, verdict, well } from './release/production.ts'
import { call, reply, type Templates } from './template.ts'
import { queued } from './undone.ts'

/** The card of a release and what stands under it. */
export const releaseMessages: Templates = {
  'release.card': { place: 'channel', follows: true, card: (run, _entry, look) => releaseCard(run, look) },
  'release.waiting': reply(asked),
  'release.moved': call(moved),
  'release.held': call(held),
  'release.overridden': call(overridden),
  'release.note': reply(note),
  'release.refused': call(ended),
  'release.sent-back': call(ended),
  'release.aborted': call(ended),
  'release.denied': call(ended),
  'release.taken': call(taken),
  'release.proposed': call(proposed),
  'release.tagged': reply(tagged),
  'release.silent': call(silent),
  'release.deploy-failed': call(deployFailed),
  'release.smoked': reply(smoked),
  'release.smoke-failed': call(smokeFailed),
  'release.unwell': call(unwell),
  'release.well': reply(well),
  'release.alerted': reply(alerted),
  'release.verdict': call(verdict),
  'release.announced': call(announced),
  'release.live': reply(live),
  'release.queued': reply(queued),
  'release.failed': call(failed),
}
