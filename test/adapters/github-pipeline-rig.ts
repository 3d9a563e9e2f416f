import { pino } from 'pino'
import { z } from 'zod'
import { createGitHubAsk, type GitHubOptions } from '../../src/adapters/github/account.ts'
import { createPipeline } from '../../src/adapters/github/pipeline.ts'
import type { Pipeline } from '../../src/runs/release/ports.ts'
import { type GitHubFake, startGitHub } from '../fakes/github.ts'

export const REPOSITORY = 'formation/hub'
export const NOW = Date.UTC(2026, 10, 23, 12)

export function startHub(options: { withApp?: boolean } = {}): Promise<GitHubFake> {
  return startGitHub({
    repository: REPOSITORY,
    people: ['corentin-gh', 'yan-gh'],
    now: () => NOW,
    ...options,
  })
}

export function pipelineOf(hub: GitHubFake, over: Partial<GitHubOptions> = {}): Pipeline {
  const log = pino({ level: 'silent' })
  const clock = { now: () => NOW }
  const account = { token: hub.token }
  return createPipeline(
    createGitHubAsk({ account, repository: hub.repository, apiUrl: hub.url, log, clock, ...over }),
  )
}

const shaSchema = z.object({ object: z.object({ sha: z.string() }) })

export async function headOf(hub: GitHubFake, branch = 'main'): Promise<string> {
  const headers = { authorization: `token ${hub.token}` }
  const answer = await fetch(`${hub.url}/repos/${hub.repository}/git/ref/heads/${branch}`, { headers })
  return shaSchema.parse(await answer.json()).object.sha
}

let made = 0

/** Another commit on main each time. */
export async function newCommit(hub: GitHubFake): Promise<string> {
  made += 1
  await hub.writeFile('main', 'notes.md', `change ${made}`, 'yan-gh')
  return headOf(hub)
}
