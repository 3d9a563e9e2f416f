import { type Fields, type Run, VIGIE } from '../engine/run.ts'
import { choicesNow } from '../engine/standing.ts'
import type { Alert, AlertBook, Taken } from './alerts.ts'
import type { Incidents } from './incidents.ts'
import type { Clock, RunStore } from './ports.ts'
import type { DeclareRule, Settings, Severity } from './settings.ts'
import type { Runs } from './submit.ts'

export type Intake = {
  /** Takes alerts in: each becomes an incident, joins an open one, or says that one is over. Stored when this resolves. */
  take(alerts: readonly Alert[]): Promise<void>
}

export type IntakeDeps = {
  readonly incidents: Incidents
  readonly runs: Pick<Runs, 'submit'>
  readonly store: Pick<RunStore, 'get' | 'list'>
  readonly book: AlertBook
  readonly settings: Settings
  readonly clock: Pick<Clock, 'now'>
}

/** A storm is counted, not told alert by alert: these different alerts of one incident are worth a line. */
const TOLD = [1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
/** An alert that comes and goes all night stops filling the timeline here; it is counted on. */
const MOST_ENTRIES = 40
/** Each lost race means that an incident ended meanwhile. */
const RACES = 10
const RANKS: readonly string[] = ['sev1', 'sev2', 'sev3']

export function createIntake(deps: IntakeDeps): Intake {
  let last: Promise<void> = Promise.resolve()

  async function takeAll(alerts: readonly Alert[]): Promise<void> {
    for (const alert of worstFirst(deps.settings.alerts.declare, alerts)) {
      if (alert.state === 'firing') await takeFiring(deps, alert)
      else await takeResolved(deps, alert)
    }
  }

  return {
    /** One after the other: of a thousand at once the second already finds the card that the first opened. */
    take(alerts) {
      const mine = last.then(() => takeAll(alerts))
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

/**
 * An incident is named for the alert that opens it: of a group that comes at once, for the one that declares the worst.
 * What is told of one alert keeps its order.
 */
function worstFirst(rules: readonly DeclareRule[], alerts: readonly Alert[]): readonly Alert[] {
  const ranks = new Map<string, number>()
  for (const alert of alerts) {
    const severity = alert.state === 'firing' ? severityFor(rules, alert) : undefined
    ranks.set(alert.fingerprint, Math.min(rankOf(severity), ranks.get(alert.fingerprint) ?? RANKS.length))
  }
  const place = ({ fingerprint }: Alert) => ranks.get(fingerprint) ?? RANKS.length
  return [...alerts].sort((one, other) => place(one) - place(other))
}

/** The same alert joins its incident, another one joins what began a moment ago and is no less severe; else it opens a card. */
async function takeFiring(deps: IntakeDeps, alert: Alert): Promise<void> {
  if (await isIgnored(deps, alert)) return
  let key = 'alerts'
  for (let race = 0; race < RACES; race += 1) {
    const { joined, below } = await openIncidentFor(deps, alert)
    const run = joined ?? (await open(deps, alert, below === undefined ? key : `${key}:above:${below.id}`))
    if (!isUnderWay(run)) {
      // The key still names the one before, which is over: this is new trouble.
      key = `alerts:after:${run.id}`
      continue
    }
    const taken = await deps.book.take(run.id, alert)
    const isOurs =
      joined === undefined && run.facts['fingerprint'] === alert.fingerprint && taken.distinct === 1
    if (isOurs || (await tell(deps, run, alert, taken))) return
    // It ended between our look and our word: the next one takes the alert.
    key = `alerts:after:${run.id}`
  }
  throw new Error(`the alert ${alert.fingerprint} found no incident that stays open`)
}

/** Somebody ignored it, and it fires on: it is silent until it was over once. */
async function isIgnored({ book, store }: IntakeDeps, alert: Alert): Promise<boolean> {
  const before = await book.runOf(alert.fingerprint)
  const run = before === undefined ? undefined : await store.get(before)
  if (run?.state !== 'finished' || run.facts['ignored'] !== true) return false
  // Only looked at: if we fail before another run has it, the monitor's next message is judged the same.
  return (await book.stateOf(run.id, alert.fingerprint)) === 'firing'
}

type Found = {
  readonly joined?: Run | undefined
  /** What the alert would join if it were not worse: its call must not be lost in a lesser incident. */
  readonly below?: Run | undefined
}

async function openIncidentFor(deps: IntakeDeps, alert: Alert): Promise<Found> {
  const before = await deps.book.runOf(alert.fingerprint)
  const known = before === undefined ? undefined : await deps.store.get(before)
  if (known !== undefined && isUnderWay(known)) return { joined: known }
  const since = deps.clock.now() - deps.settings.alerts.groupWithin
  const runs = await deps.store.list({ state: 'open', playbook: 'incident', limit: 50 })
  const recent = runs.filter(
    (run) => isUnderWay(run) && run.facts['drill'] !== true && lastAlertAt(run) >= since,
  )
  const worse = rankOf(severityFor(deps.settings.alerts.declare, alert))
  const joined = recent.find(({ facts: { severity } }) => severity === undefined || rankOf(severity) <= worse)
  return joined === undefined ? { below: recent[0] } : { joined }
}

/** 0 is the worst; what is no severity is behind them all. */
function rankOf(severity: unknown): number {
  const rank = RANKS.indexOf(String(severity))
  return rank === -1 ? RANKS.length : rank
}

function isUnderWay(run: Run): boolean {
  return run.state === 'open' && run.facts['resolved'] !== true
}

function lastAlertAt(run: Run): number {
  return run.history.findLast((entry) => entry.what === 'alert')?.at ?? run.openedAt
}

function open({ incidents, settings, clock }: IntakeDeps, alert: Alert, key: string): Promise<Run> {
  const severity = severityFor(settings.alerts.declare, alert)
  return incidents.open({
    key,
    rememberMs: settings.alerts.groupWithin,
    at: clock.now(),
    by: { id: VIGIE, groups: [] },
    door: alert.source,
    ...(severity === undefined ? {} : { severity }),
    facts: factsOf(alert),
  })
}

function factsOf(alert: Alert): Fields {
  return {
    alerted: true,
    fingerprint: alert.fingerprint,
    source: alert.source,
    title: alert.title,
    ...(alert.summary === undefined ? {} : { symptom: alert.summary }),
    ...(alert.service === undefined ? {} : { service: alert.service }),
    ...(alert.severity === undefined ? {} : { alertSeverity: alert.severity }),
    ...(alert.since === undefined ? {} : { since: String(alert.since) }),
    ...(alert.link === undefined ? {} : { link: alert.link }),
  }
}

/** False when the incident ended meanwhile. */
async function tell(deps: IntakeDeps, run: Run, alert: Alert, taken: Taken): Promise<boolean> {
  const declared = await declareByRule(deps, run, alert)
  const isBack = run.facts['recovered'] === true
  if (!taken.news || !(isBack || TOLD.includes(taken.distinct)) || isFull(run)) return declared !== 'finished'
  const result = await report(deps, run, 'alert', alert, toldOf(alert, taken))
  return result.advanced || result.reason !== 'finished'
}

function toldOf({ title, service, link }: Alert, { distinct }: Taken): Fields {
  return {
    title,
    count: String(distinct),
    ...(service === undefined ? {} : { service }),
    ...(link === undefined ? {} : { link }),
  }
}

/** A rule of the team declares what only an alert without one had begun. */
async function declareByRule({ runs, settings, clock }: IntakeDeps, run: Run, alert: Alert) {
  const severity = severityFor(settings.alerts.declare, alert)
  const offered = choicesNow(run).some((choice) => choice.id === severity)
  if (severity === undefined || !offered) return run.state
  const result = await runs.submit(run.id, {
    type: 'decide',
    key: `rule:${run.id}:${severity}`,
    at: clock.now(),
    by: { id: VIGIE, groups: ['responders'] },
    door: alert.source,
    step: run.step,
    decision: severity,
    fields: {},
  })
  return !result.advanced && result.reason === 'finished' ? 'finished' : 'open'
}

async function takeResolved(deps: IntakeDeps, alert: Alert): Promise<void> {
  const id = await deps.book.runOf(alert.fingerprint)
  if (id === undefined) return
  const taken = await deps.book.take(id, alert)
  const run = await deps.store.get(id)
  if (run === undefined || !isUnderWay(run) || taken.firing > 0 || isFull(run)) return
  // Judged by the run: a message that is sent again after a failure finds it untold.
  if (run.facts['recovered'] === true) return
  await report(deps, run, 'recovered', alert, toldOf(alert, taken))
}

function isFull(run: Run): boolean {
  return (
    run.history.filter((entry) => entry.what === 'alert' || entry.what === 'recovered').length > MOST_ENTRIES
  )
}

function report({ runs, clock }: IntakeDeps, run: Run, note: string, alert: Alert, fields: Fields) {
  const at = clock.now()
  return runs.submit(run.id, {
    type: 'note',
    key: `${note}:${run.id}:${alert.fingerprint}:${at}`,
    at,
    by: { id: VIGIE, groups: [] },
    door: alert.source,
    note,
    fields,
  })
}

/** The first rule that fits. */
export function severityFor(rules: readonly DeclareRule[], alert: Alert): Severity | undefined {
  const same = (wanted: string | undefined, given: string | undefined) =>
    wanted === undefined || wanted.toLowerCase() === given?.toLowerCase()
  return rules.find(
    (rule) =>
      same(rule.service, alert.service) &&
      same(rule.severity, alert.severity) &&
      (rule.title === undefined || alert.title.toLowerCase().includes(rule.title.toLowerCase())),
  )?.as
}
