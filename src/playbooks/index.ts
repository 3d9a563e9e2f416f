import type { Playbook } from '../engine/playbook.ts'
import { actionItem } from './action-item.ts'
import { handover } from './handover.ts'
import { incident } from './incident.ts'
import { override } from './override.ts'
import { release } from './release.ts'
import { rollback } from './rollback.ts'
import { capacity } from './sync/capacity.ts'
import { syncFailure } from './sync/failure.ts'
import { hookTrouble } from './sync/hook-trouble.ts'
import { letter } from './sync/letter.ts'
import { syncLoop } from './sync/loop.ts'
import { orphan } from './sync/orphan.ts'
import { syncOutage } from './sync/outage.ts'
import { reconciliation } from './sync/reconciliation.ts'
import { share } from './sync/share.ts'

export const PLAYBOOKS = {
  incident,
  'action-item': actionItem,
  override,
  handover,
  release,
  rollback,
  capacity,
  share,
  'sync-loop': syncLoop,
  'sync-outage': syncOutage,
  'sync-failure': syncFailure,
  orphan,
  'hook-trouble': hookTrouble,
  reconciliation,
  letter,
} as const satisfies Readonly<Record<string, Playbook>>
