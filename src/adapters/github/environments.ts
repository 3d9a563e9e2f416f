import { z } from 'zod'
import type { Guard, Pipeline } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { unless } from './errors.ts'

const REPOSITORY = 'GET /repos/{owner}/{repo}'
const PENDING = '/repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments'

const reviewerSchema = z.object({
  type: z.string().nullish(),
  reviewer: z.object({ login: z.string().nullish(), slug: z.string().nullish() }).nullish(),
})
const ruleSchema = z.object({
  type: z.string(),
  prevent_self_review: z.boolean().nullish(),
  reviewers: z.array(reviewerSchema).nullish(),
})
type Rule = z.infer<typeof ruleSchema>

const environmentSchema = z.object({ protection_rules: z.array(ruleSchema).nullish() })
const pendingSchema = z.object({
  environment: z.object({ id: z.number(), name: z.string() }),
  current_user_can_approve: z.boolean().nullish(),
})

export async function readGuard(ask: Ask, environment: string): Promise<Guard> {
  const route = `${REPOSITORY}/environments/{environment_name}`
  const answer = await unless('not_found', () =>
    ask(route, { environment_name: environment }, environmentSchema),
  )
  // A repository that is out of reach answers 404 too: this tells it from a missing environment.
  if (answer === undefined) await ask(REPOSITORY, {}, z.unknown())
  const rule = answer?.data.protection_rules?.find(({ type }) => type === 'required_reviewers')
  if (rule === undefined) return { kind: 'none' }
  return { kind: 'reviewers', weMayAnswer: await mayAnswer(ask, rule) }
}

/** Whoever started a deployment can't review it where that is prevented, and Vigie starts them. */
async function mayAnswer(ask: Ask, { prevent_self_review, reviewers }: Rule): Promise<boolean> {
  if (prevent_self_review === true) return false
  // An App isn't a person and is no reviewer: GitHub refuses to say who it is.
  const me = await unless('refused', () => ask('GET /user', {}, z.object({ login: z.string() })))
  if (me === undefined) return false
  const { login } = me.data
  const found = (reviewers ?? []).map(({ reviewer }) => reviewer)
  if (found.some((one) => one?.login?.toLowerCase() === login.toLowerCase())) return true
  for (const team of found.flatMap((one) => one?.slug ?? [])) {
    if (await isMember(ask, team, login)) return true
  }
  return false
}

async function isMember(ask: Ask, team: string, login: string): Promise<boolean> {
  const route = 'GET /orgs/{owner}/teams/{team_slug}/memberships/{username}'
  const schema = z.object({ state: z.string() })
  // Refused: the token may not read teams, so nobody knows. The run itself says it once it waits.
  const membership = await unless('refused', () =>
    unless('not_found', () => ask(route, { team_slug: team, username: login }, schema)),
  )
  return membership?.data.state === 'active'
}

type Answer = Parameters<Pipeline['answer']>[1]

export async function answerPending(ask: Ask, run: number, answer: Answer): ReturnType<Pipeline['answer']> {
  const { environment, verdict: state, comment } = answer
  const pending = await pendingOf(ask, run, environment)
  if (pending === undefined) return 'nothing_waits'
  if (pending.current_user_can_approve === false) return 'not_a_reviewer'
  const parameters = { run_id: run, environment_ids: [pending.environment.id], state, comment }
  const answered = await unless('refused', () =>
    unless('unprocessable', () => ask(`POST ${PENDING}`, parameters, z.unknown())),
  )
  if (answered !== undefined) return 'answered'
  // Somebody may have answered meanwhile; and a token that isn't valid any more fails here.
  return (await pendingOf(ask, run, environment)) === undefined ? 'nothing_waits' : 'not_a_reviewer'
}

async function pendingOf(ask: Ask, run: number, environment: string) {
  const { data } = await ask(`GET ${PENDING}`, { run_id: run }, z.array(pendingSchema))
  return data.find((one) => one.environment.name.toLowerCase() === environment.toLowerCase())
}
