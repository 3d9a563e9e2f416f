import { z } from 'zod'
import type { Deployment } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'

const DEPLOYMENTS = 'GET /repos/{owner}/{repo}/deployments'
const PAGE = 100

const deploymentSchema = z.object({ id: z.number(), ref: z.string(), environment: z.string() })
const statusSchema = z.object({
  id: z.number(),
  state: z.string(),
  created_at: z.string(),
  log_url: z.string().nullish(),
  target_url: z.string().nullish(),
})

const STATES: Readonly<Record<string, Deployment['state']>> = {
  waiting: 'waiting',
  queued: 'running',
  pending: 'running',
  in_progress: 'running',
  success: 'green',
}

/** Of the newest deployment of `ref`: an earlier one says nothing of it. */
export async function readDeployment(
  ask: Ask,
  environment: string,
  ref: string,
): Promise<Deployment | undefined> {
  const asked = { environment, ref, per_page: PAGE }
  const { data } = await ask(DEPLOYMENTS, asked, z.array(deploymentSchema))
  const [newest] = data
    .filter((one) => one.ref === ref && one.environment.toLowerCase() === environment.toLowerCase())
    .sort(byId)
  if (newest === undefined) return undefined
  const route = `${DEPLOYMENTS}/{deployment_id}/statuses`
  const statuses = await ask(route, { deployment_id: newest.id, per_page: PAGE }, z.array(statusSchema))
  // A later deployment makes this one inactive: how it ended was said before that.
  const told = statuses.data.sort(byId)
  const last = told.find(({ state }) => state !== 'inactive') ?? told[0]
  if (last === undefined) return undefined
  return {
    state: STATES[last.state] ?? 'red',
    said: last.state,
    url: last.log_url || last.target_url || undefined,
    at: Date.parse(last.created_at),
  }
}

function byId(one: { id: number }, other: { id: number }): number {
  return other.id - one.id
}
