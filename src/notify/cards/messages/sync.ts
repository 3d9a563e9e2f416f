import { capacityMessages } from './sync/capacity.ts'
import { failureMessages } from './sync/failure.ts'
import { hookTroubleMessages } from './sync/hook-trouble.ts'
import { letterMessages } from './sync/letter.ts'
import { loopMessages } from './sync/loop.ts'
import { orphanMessages } from './sync/orphan.ts'
import { outageMessages } from './sync/outage.ts'
import { reconciliationMessages } from './sync/reconciliation.ts'
import { shareMessages } from './sync/share.ts'
import { reply, type Templates } from './template.ts'
import { failed, queued } from './undone.ts'

/** What people see of Docmost and Baserow being kept in step. */
export const syncMessages: Templates = {
  ...capacityMessages,
  ...shareMessages,
  ...loopMessages,
  ...outageMessages,
  ...failureMessages,
  ...orphanMessages,
  ...hookTroubleMessages,
  ...reconciliationMessages,
  ...letterMessages,
  'sync.queued': reply(queued),
  'sync.failed': reply(failed),
}
