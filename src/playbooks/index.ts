import type { Playbook } from '../engine/playbook.ts'
import { actionItem } from './action-item.ts'
import { handover } from './handover.ts'
import { incident } from './incident.ts'
import { override } from './override.ts'

export const PLAYBOOKS: Readonly<Record<string, Playbook>> = {
  incident,
  'action-item': actionItem,
  override,
  handover,
}
