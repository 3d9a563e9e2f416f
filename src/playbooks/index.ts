import type { Playbook } from '../engine/playbook.ts'
import { incident } from './incident.ts'

export const PLAYBOOKS: Readonly<Record<string, Playbook>> = { incident }
