import { z } from 'zod'
import { createGit } from './github-git.ts'
import { answerList, type Lists } from './github-lists.ts'
import type { Found } from './github-routes.ts'
import { type Answer, BOT, type Row, type Upstream } from './github-upstream.ts'

export type Incoming = {
  readonly route: Found
  readonly url: URL
  readonly body: unknown
  /** An App is nobody. */
  readonly person: string | undefined
  /** Passes the request on to emulate. */
  readonly forward: () => Promise<Answer>
}

const issueBody = z.object({ assignees: z.array(z.string()) })
const pullBody = z.object({ head: z.string(), base: z.string() })
const compared = z.object({ ahead_by: z.number() })

/** Answers as GitHub does where emulate doesn't, and as emulate does everywhere else. */
export function createAnswers(upstream: Upstream, lists: Lists) {
  const git = createGit(upstream)
  return async (incoming: Incoming): Promise<Answer> => {
    const { route, url, body, forward } = incoming
    const answered = await git(incoming)
    if (answered !== undefined) return answered
    switch (route.name) {
      case 'GET /issues':
        return answerList(await lists.issues(), url)
      case 'GET /pulls':
        return answerList(await lists.pulls(), url)
      case 'GET /releases':
        return answerList(await lists.releases(), url)
      case 'GET /issues/{number}':
      case 'GET /pulls/{number}': {
        const pull = (await lists.pulls()).find((one) => one['number'] === Number(route.part))
        return pull === undefined ? forward() : { status: 200, body: pull }
      }
      case 'GET /assignees/{login}':
        return upstream.people.includes(route.part) ? { status: 204 } : NOT_FOUND
      case 'POST /issues':
        return judgeAssignees(upstream, body) ?? forward()
      case 'POST /pulls':
        return (await judgePull(upstream, lists, body)) ?? forward()
      default:
        return forward()
    }
  }
}

export const NOT_FOUND: Answer = { status: 404, body: { message: 'Not Found', status: '404' } }

export function invalid(errors: readonly Row[]): Answer {
  return { status: 422, body: { message: 'Validation Failed', errors, status: '422' } }
}

function judgeAssignees(upstream: Upstream, body: unknown): Answer | undefined {
  const unknown = issueBody.parse(body).assignees.filter((login) => !upstream.people.includes(login))
  if (unknown.length === 0) return undefined
  return invalid(unknown.map((value) => ({ value, resource: 'Issue', field: 'assignees', code: 'invalid' })))
}

async function judgePull(upstream: Upstream, lists: Lists, body: unknown): Promise<Answer | undefined> {
  const { head, base } = pullBody.parse(body)
  const same = (await lists.pulls()).some((pull) => pull['state'] === 'open' && headOf(pull) === head)
  if (same) return refusal(`A pull request already exists for ${head}.`)
  const compare = await upstream.as(BOT, 'GET', `/compare/${encodeURIComponent(`${base}...${head}`)}`)
  if (compared.parse(compare).ahead_by > 0) return undefined
  return refusal(`No commits between ${base} and ${head}`)
}

function refusal(message: string): Answer {
  return invalid([{ resource: 'PullRequest', code: 'custom', message }])
}

function headOf(pull: Row): string {
  return z.object({ ref: z.string() }).parse(pull['head']).ref
}
