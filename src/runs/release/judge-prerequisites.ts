import { formatSpan, formatTime } from '../../notify/time.ts'
import type { RemoteError } from '../remote.ts'
import type { Evidence, KnownBackup } from './evidence.ts'
import { judgeCi, judgeE2e } from './judge-ci.ts'
import type { ReleaseSettings } from './settings.ts'
import { held, ok, type Verdict, waits } from './verdict.ts'

export const PREREQUISITES = ['ci', 'e2e', 'backup', 'freeze', 'incidents', 'lock', 'changelog'] as const

export type Prerequisite = (typeof PREREQUISITES)[number]

export type Verdicts = Readonly<Record<Prerequisite, Verdict>>

export type Rules = Pick<ReleaseSettings, 'workflows' | 'backup' | 'changelog'> & {
  readonly timeZone: string
}

/** What the evidence means for each prerequisite. What it says changes only with what it is about: no seconds run in it. */
export function judgePrerequisites(evidence: Evidence, rules: Rules): Verdicts {
  const { workflows, changelog } = rules
  return {
    ci: judgeCi(evidence),
    e2e: judgeE2e(evidence, workflows.e2e),
    backup: judgeBackup(evidence, rules),
    freeze: judgeFreeze(evidence, rules.timeZone),
    incidents: judgeIncidents(evidence),
    lock: judgeLock(evidence, rules.timeZone),
    changelog: judgeChangelog(evidence, changelog.path),
  }
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

function judgeBackup({ backup, now }: Evidence, { backup: { within } }: Rules): Verdict {
  if ('failed' in backup) return judgeAddress(backup.failed)
  const { said: last } = backup
  if (last === undefined)
    return held('no backup is known: have the backup script tell POST /api/webhooks/backup')
  const age = Math.max(0, now - last.at)
  if (age < within) return ok(`${old(age)} (${tellOf(last)})`)
  return held(`${old(age)}, allowed are ${formatSpan(within)} (${tellOf(last)}): make one`)
}

function judgeAddress({ code, message, retry }: RemoteError): Verdict {
  if (retry) return waits(`the address of the last backup does not answer (${code})`)
  return held(`${message}: correct what stands at releases.backup.url`)
}

function old(age: number): string {
  if (age < HOUR) return 'less than 1 h old'
  return age < 2 * DAY ? `${Math.floor(age / HOUR)} h old` : `${Math.floor(age / DAY)} d old`
}

function tellOf({ source, said }: KnownBackup): string {
  return said === '' ? source : `${source}: ${said}`
}

function judgeFreeze({ frozen, now }: Evidence, timeZone: string): Verdict {
  if (frozen === undefined) return ok('no freeze is on')
  const { name, until, overriddenBy } = frozen
  const which = `${name} until ${formatTime(until, { timeZone, now })}`
  if (overriddenBy !== undefined) return ok(`overridden by ${overriddenBy}: ${which}`)
  return held(`${which}: wait for its end, or an owner overrides it with a reason`)
}

function judgeIncidents({ incidents }: Evidence): Verdict {
  if (incidents.length === 0) return ok('no SEV1 is open')
  const are = incidents.length === 1 ? 'is' : 'are'
  return held(`SEV1 ${incidents.join(', ')} ${are} open: resolve it first`)
}

function judgeLock({ holder, now }: Evidence, timeZone: string): Verdict {
  if (holder === undefined) return ok('nothing else is being released')
  const since = formatTime(holder.openedAt, { timeZone, now })
  const { version, target } = holder.facts
  if (holder.playbook === 'rollback') return held(`${holder.id} rolls back to ${target} since ${since}`)
  return held(`${holder.id} releases ${version ?? 'a version to be settled'} since ${since}`)
}

function judgeChangelog({ notes }: Evidence, path: string): Verdict {
  const lines = notes.split('\n').filter((line) => /^(?!#|\[[^\]]+\]:)\S/.test(line.trim()))
  if (lines.length === 0)
    return held(
      `Unreleased in ${path} is empty: write what users get, push it, the release goes on by itself`,
    )
  const entries = notes.split('\n').filter((line) => /^[-*+] /.test(line)).length
  if (entries === 0) return ok(`Unreleased in ${path} is written`)
  return ok(`${entries} ${entries === 1 ? 'entry' : 'entries'} in Unreleased`)
}
