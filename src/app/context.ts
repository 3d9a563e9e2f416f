import { filesOnTheWeb } from '../adapters/github/web.ts'
import { createLinkSigner } from '../bot/console/session.ts'
import type { Context } from '../commands/context.ts'
import { matchRunbook } from '../engine/runbook.ts'
import { PLAYBOOKS } from '../playbooks/index.ts'
import { createFiguresReader } from '../runs/figures-reader.ts'
import { createIncidents } from '../runs/incidents.ts'
import type { Directory } from '../runs/people.ts'
import type { Storage } from '../runs/ports.ts'
import { createRoster } from '../runs/roster.ts'
import type { Settings } from '../runs/settings.ts'
import type { Runs } from '../runs/submit.ts'
import type { Desk } from '../sync/desk.ts'
import type { Outside } from './outside.ts'
import type { ReleasesPart } from './releases.ts'
import { realChecks } from './remotes.ts'

export type ContextParts = {
  readonly runs: Runs
  /** Each undefined while it is off. */
  readonly desk: Desk | undefined
  readonly releases: Pick<ReleasesPart, 'desk' | 'examination'> | undefined
}

/** What commands and cards work with. */
export function createContext(
  { config, warnings, clock }: Outside,
  storage: Storage,
  directory: Directory,
  { runs, desk, releases }: ContextParts,
): Context {
  const { team, secret, http } = config
  const { store, audit, deliveries } = storage
  const links = createLinkSigner({ secret, clock })
  const settings: Settings = {
    ...team,
    releases: releases && team.releases,
    filesUrl: team.repository && filesOnTheWeb(config.github?.apiUrl, team.repository),
    healthChecks: { ...team.healthChecks, checks: realChecks(team) },
  }
  const runbookFor = (words: string) => {
    const found = matchRunbook(team.runbooks, words)
    return found && { name: found.runbook.name, because: found.because.join(', ') }
  }
  return {
    runs,
    incidents: createIncidents({ runs, playbook: PLAYBOOKS.incident, settings, runbookFor }),
    store,
    audit,
    figures: createFiguresReader(audit, team.timeZone),
    deliveries,
    directory,
    roster: createRoster({ timeZone: team.timeZone, ...team.onCall }, store),
    clock,
    settings,
    warnings,
    storage,
    ...(releases === undefined ? {} : { releases: releases.desk, releaseExamination: releases.examination }),
    ...(desk === undefined ? {} : { sync: desk }),
    linkFor: async (person) => `${http.publicUrl}${await links.linkFor(person.id)}`,
  }
}
