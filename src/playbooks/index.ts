import type { Playbook } from '../engine/playbook.ts'
import { actionItem } from './action-item.ts'
import { handover } from './handover.ts'
import { incident } from './incident.ts'
import { override } from './override.ts'

export const PLAYBOOKS = {
  incident,
  'action-item': actionItem,
  override,
  handover,
} as const satisfies Readonly<Record<string, Playbook>>
