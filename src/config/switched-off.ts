import type { Person } from '../runs/people.ts'
import type { Environment } from './environment.ts'
import { VARIABLES } from './environment.ts'
import { withoutReleases } from './switched-off/releases.ts'
import { withoutSync } from './switched-off/sync.ts'
import type { Team } from './team.ts'

/** What runs otherwise than a finished installation would, and what that switches off: one sentence each. */
export function switchedOff(env: Environment, team: Team, names: readonly string[]): readonly string[] {
  return [...withoutVariables(env), ...withoutSystems(env, team), ...withoutKeys(team), ...misspelt(names)]
}

function withoutVariables(env: Environment): readonly string[] {
  const lines: string[] = []
  if (env.REDIS_URL === undefined)
    lines.push('Redis is off (no REDIS_URL): runs are kept in memory and are gone after a stop.')
  if (env.VIGIE_SECRET === undefined)
    lines.push('VIGIE_SECRET is not set: a random one is used, so everybody is signed out after a stop.')
  if (env.METRICS_TOKEN === undefined)
    lines.push('METRICS_TOKEN is not set: /metrics answers on the loopback address only.')
  if (env.PUBLIC_URL === undefined && !env.VIGIE_DEMO)
    lines.push('PUBLIC_URL is not set: links into the console work on this machine only.')
  return lines
}

/** A system that is off, or that is on and doesn't know everybody. */
function withoutSystems(env: Environment, team: Team): readonly string[] {
  const { people } = team
  const lines: string[] = []
  if (env.SLACK_BOT_TOKEN === undefined)
    lines.push('Slack is off (no SLACK_BOT_TOKEN): commands, buttons and cards live in the web console only.')
  else lines.push(...nobodyKnows('Slack id', without(people, 'slack'), 'Vigie refuses them in Slack.'))
  if (env.GITHUB_TOKEN === undefined && env.GITHUB_APP_ID === undefined)
    lines.push(
      'GitHub is off (no GITHUB_TOKEN or GITHUB_APP_ID): no issues, no post-mortem pull requests, no suspects.',
    )
  else {
    lines.push(
      ...nobodyKnows(
        'GitHub login',
        without(people.filter(mayBeAssigned), 'github'),
        'No issue is assigned to them.',
      ),
    )
    if (env.GITHUB_WEBHOOK_SECRET === undefined)
      lines.push('GITHUB_WEBHOOK_SECRET is not set: what happens on GitHub is learned late, by asking.')
  }
  if (env.SMTP_URL === undefined) lines.push('E-mail is off (no SMTP_URL): data-loss e-mails are not sent.')
  else lines.push(...nobodyKnows('e-mail address', without(people, 'email'), 'Data-loss e-mails miss them.'))
  if (env.ALERTS_SECRET === undefined)
    lines.push('ALERTS_SECRET is not set: alerts from monitors are refused.')
  return [...lines, ...withoutReleases(env, team), ...withoutSync(env, team)]
}

function withoutKeys({ channels, people }: Team): readonly string[] {
  const lines: string[] = []
  if (channels['sandbox'] === undefined) lines.push('No sandbox channel in vigie.yaml: drills are off.')
  if (!people.some((person) => person.groups.includes('owners')))
    lines.push('Nobody in vigie.yaml is in the group "owners": nobody is called after the backup.')
  return lines
}

/** Whoever else lacks a login is not asked to fix anything. */
function mayBeAssigned({ groups }: Person): boolean {
  return ['responders', 'owners', 'oncall'].some((group) => groups.includes(group))
}

function without(people: readonly Person[], key: 'slack' | 'github' | 'email'): readonly string[] {
  return people.filter((person) => person[key] === undefined).map((person) => person.name)
}

function nobodyKnows(what: string, names: readonly string[], so: string): readonly string[] {
  return names.length === 0 ? [] : [`No ${what} in vigie.yaml for: ${names.join(', ')}. ${so}`]
}

/** Kubernetes sets VIGIE_PORT and VIGIE_SERVICE_... by itself for a service of this name. */
function misspelt(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.startsWith('VIGIE_') && !VARIABLES.includes(name))
    .filter((name) => !/^VIGIE_(SERVICE|PORT)(_|$)/.test(name))
    .map((name) => `${name} is not a variable that Vigie knows: it changes nothing.`)
}
