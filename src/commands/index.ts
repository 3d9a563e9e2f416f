import type { Command } from './command.ts'
import { incidentCommand } from './incident.ts'
import { opsCommand } from './ops.ts'
import { releaseCommand } from './release.ts'
import { syncCommand } from './sync.ts'

/** Every command. `manifest.json` names the same ones; a test compares them. */
export const COMMANDS: readonly Command[] = [incidentCommand, releaseCommand, syncCommand, opsCommand]
