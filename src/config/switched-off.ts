import type { Environment } from './environment.ts'
import { VARIABLES } from './environment.ts'
import type { Team } from './team.ts'

/** What runs otherwise than a finished installation would, and what that switches off: one sentence each. */
export function switchedOff(env: Environment, team: Team, names: readonly string[]): readonly string[] {
  const lines: string[] = []
  if (env.REDIS_URL === undefined)
    lines.push('Redis is off (no REDIS_URL): runs are kept in memory and are gone after a stop.')
  if (env.SLACK_BOT_TOKEN === undefined)
    lines.push('Slack is off (no SLACK_BOT_TOKEN): commands, buttons and cards live in the web console only.')
  else lines.push(...withoutSlack(team))
  if (env.VIGIE_SECRET === undefined)
    lines.push('VIGIE_SECRET is not set: a random one is used, so everybody is signed out after a stop.')
  if (env.METRICS_TOKEN === undefined)
    lines.push('METRICS_TOKEN is not set: /metrics answers on the loopback address only.')
  if (env.PUBLIC_URL === undefined && !env.VIGIE_DEMO)
    lines.push('PUBLIC_URL is not set: links into the console work on this machine only.')
  return [...lines, ...misspelt(names)]
}

function withoutSlack(team: Team): readonly string[] {
  const unknown = team.people.filter((person) => person.slack === undefined).map((person) => person.name)
  return unknown.length === 0
    ? []
    : [`No Slack id in vigie.yaml for: ${unknown.join(', ')}. Vigie refuses them in Slack.`]
}

/** Kubernetes sets VIGIE_PORT and VIGIE_SERVICE_... by itself for a service of this name. */
function misspelt(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.startsWith('VIGIE_') && !VARIABLES.includes(name))
    .filter((name) => !/^VIGIE_(SERVICE|PORT)(_|$)/.test(name))
    .map((name) => `${name} is not a variable that Vigie knows: it changes nothing.`)
}
