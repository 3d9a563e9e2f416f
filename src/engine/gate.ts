import { holds } from './condition.ts'
import type { Decide, Refusal } from './event.ts'
import type { Fields } from './fields.ts'
import type { Decision, Gate } from './playbook.ts'
import type { Entry, OpenGate, Run, Vote } from './run.ts'
import type { DueAfter } from './span.ts'
import { durationOf } from './timers.ts'

export function openGate(
  gate: Gate,
  run: Pick<Run, 'id' | 'gatesOpened' | 'durations' | 'facts' | 'variant'>,
  at: number,
  dueAfter: DueAfter,
): OpenGate {
  const expiry = gate.expiresAfter === undefined ? undefined : durationOf(run, gate.expiresAfter)
  return {
    step: gate.id,
    code: `${run.id}-${letter(run.gatesOpened)}`,
    openedAt: at,
    ...(expiry === undefined ? {} : { expiresAt: dueAfter(at, expiry) }),
    ...(gate.evidence === undefined ? {} : { evidence: evidenceOf(gate.evidence, run.facts) }),
    votes: [],
  }
}

function evidenceOf(names: readonly string[], facts: Fields): Fields {
  return Object.fromEntries(names.map((name) => [name, facts[name] ?? '']))
}

/** Whether a fact that the gate is decided upon is another one than when it opened. */
export function evidenceChanged(gate: Gate, open: OpenGate, { facts }: Pick<Run, 'facts'>): boolean {
  return (gate.evidence ?? []).some((name) => (open.evidence?.[name] ?? '') !== (facts[name] ?? ''))
}

/** 0 is A, 25 is Z, 26 is A2: readable aloud, and a reopened gate never reuses the code that somebody saw. */
function letter(n: number): string {
  const round = Math.floor(n / 26)
  return String.fromCharCode(65 + (n % 26)) + (round === 0 ? '' : String(round + 1))
}

export type Judgement =
  | { readonly outcome: 'decided'; readonly decision: Decision; readonly gate: OpenGate }
  | { readonly outcome: 'voted'; readonly decision: Decision; readonly gate: OpenGate }
  | {
      readonly outcome: 'refused'
      readonly reason: Refusal
      readonly before?: Entry
      readonly group?: string
    }

/** Judges one vote on the open gate. Pure: the caller stores what comes back. */
export function judgeVote(gate: Gate, open: OpenGate, run: Run, event: Decide): Judgement {
  const decision = gate.decisions.find((one) => one.id === event.decision)
  if (decision === undefined) return refuse('unknown_choice')
  if (!holds(decision.when, run.facts)) return refuse('not_now')
  if (event.code !== undefined && event.code !== open.code) return refuse('stale')
  if (!event.by.groups.includes(gate.approvers))
    return { ...refuse('not_an_approver'), group: gate.approvers }
  if (isOwn(gate, decision, run, event)) return refuse('own_request')
  if (open.expiresAt !== undefined && event.at >= open.expiresAt) return refuse('gate_expired')
  if (decision.reasonRequired === true && !hasReason(event)) return refuse('reason_required')
  const cast = open.votes.find((vote) => vote.by === event.by.id)
  if (cast?.decision === decision.id) {
    const before = run.history.findLast((entry) => entry.by === event.by.id && entry.code === open.code)
    return before === undefined ? refuse('already_voted') : { ...refuse('already_voted'), before }
  }
  const vote: Vote = { by: event.by.id, decision: decision.id, at: event.at }
  const votes = [...open.votes.filter((one) => one.by !== event.by.id), vote]
  const agreeing = votes.filter((one) => one.decision === decision.id).length
  const outcome = agreeing >= (gate.quorum ?? 1) ? 'decided' : 'voted'
  return { outcome, decision, gate: { ...open, votes } }
}

function isOwn(gate: Gate, decision: Decision, { requester }: Run, { by }: Decide): boolean {
  return gate.notRequester === true && decision.requesterToo !== true && by.id === requester
}

function hasReason(event: Decide): boolean {
  const reason = event.fields['reason']
  return typeof reason === 'string' && reason.trim() !== ''
}

function refuse(reason: Refusal): { readonly outcome: 'refused'; readonly reason: Refusal } {
  return { outcome: 'refused', reason }
}

/** How many of `members` could vote: a policy that they can't meet is refused at start. */
export function judgePolicy(gate: Gate, members: number): 'met' | 'quorum_unreachable' | 'only_requesters' {
  const quorum = gate.quorum ?? 1
  if (members < quorum) return 'quorum_unreachable'
  return gate.notRequester === true && members - 1 < quorum ? 'only_requesters' : 'met'
}
