import { z } from 'zod'
import { invalid, NOT_FOUND } from './github-answers.ts'
import { cut } from './github-lists.ts'
import type { Found } from './github-routes.ts'
import { type Answer, BOT, type Upstream } from './github-upstream.ts'

type Asked = {
  readonly route: Found
  readonly url: URL
  readonly body: unknown
  readonly forward: () => Promise<Answer>
}

const shaSchema = z.object({ sha: z.string() })
const objectSchema = z.object({ object: z.object({ sha: z.string(), type: z.string() }) })
const refsSchema = z.array(objectSchema.extend({ ref: z.string() }))
const newTagSchema = z.object({ object: z.string() })
const newReleaseSchema = z.object({ tag_name: z.string() })
const draftSchema = z.object({ draft: z.literal(true) })
const saidSchema = z.object({ message: z.string() })

/** Git as GitHub answers it, where emulate answers otherwise; undefined for every other route. */
export function createGit(upstream: Upstream) {
  const tags = new Map<string, Answer>()

  /** Emulate lists objects rather than names, and forgets tags without an object of their own. */
  async function listTags(url: URL): Promise<Answer> {
    const refs = refsSchema.parse(await upstream.as(BOT, 'GET', '/git/matching-refs/tags/'))
    const named = refs.map(async ({ ref, object }) => ({
      name: ref.replace('refs/tags/', ''),
      commit: { sha: await peeled(object) },
    }))
    const rows = (await Promise.all(named)).sort((one, other) => (one.name < other.name ? 1 : -1))
    return cut(rows, url)
  }

  async function peeled({ sha, type }: { sha: string; type: string }): Promise<string> {
    if (type !== 'tag') return sha
    const { object } = objectSchema.parse(await upstream.as(BOT, 'GET', `/git/tags/${sha}`))
    return peeled(object)
  }

  /** Git makes the same object of the same words; emulate makes another each time. */
  async function makeTag({ body, forward }: Asked): Promise<Answer> {
    const { object } = newTagSchema.parse(body)
    const commit = await upstream.as(BOT, 'GET', `/git/commits/${object}`).catch(() => undefined)
    if (commit === undefined) return invalid([{ resource: 'Tag', field: 'object', code: 'invalid' }])
    const key = JSON.stringify(body)
    const made = tags.get(key) ?? (await forward())
    tags.set(key, made)
    return made
  }

  async function moveRef({ forward }: Asked): Promise<Answer> {
    const answer = await forward()
    const said = saidSchema.safeParse(answer.body).data?.message
    if (said !== 'Update is not a fast-forward') return answer
    return { status: 422, body: { message: 'Update is not a fast forward', status: '422' } }
  }

  /** A draft has no tag yet. */
  async function releaseOf({ forward }: Asked): Promise<Answer> {
    const answer = await forward()
    return draftSchema.safeParse(answer.body).success ? NOT_FOUND : answer
  }

  /** GitHub makes a tag that isn't there, at the newest commit of the default branch. */
  async function publish({ body, forward }: Asked): Promise<Answer> {
    const { tag_name: tag } = newReleaseSchema.parse(body)
    const stands = await upstream.as(BOT, 'GET', `/git/ref/tags/${tag}`).catch(() => undefined)
    if (stands === undefined) {
      const [newest] = z.array(shaSchema).parse(await upstream.as(BOT, 'GET', '/commits?per_page=1'))
      await upstream.as(BOT, 'POST', '/git/refs', { ref: `refs/tags/${tag}`, sha: newest?.sha })
    }
    return forward()
  }

  return async (asked: Asked): Promise<Answer | undefined> => {
    switch (asked.route.name) {
      case 'GET /tags':
        return listTags(asked.url)
      case 'POST /git/tags':
        return makeTag(asked)
      case 'PATCH /git/refs/{ref}':
        return moveRef(asked)
      case 'GET /releases/tags/{tag}':
        return releaseOf(asked)
      case 'POST /releases':
        return publish(asked)
      default:
        return undefined
    }
  }
}
