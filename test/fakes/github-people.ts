import { z } from 'zod'
import type { Hooks } from './github-hooks.ts'
import type { Lists } from './github-lists.ts'
import { mergeBranch } from './github-merge.ts'
import { BOT, DEPENDABOT, type Row, type Upstream } from './github-upstream.ts'

export type Issue = z.infer<typeof issueSchema>
export type PullRequest = z.infer<typeof pullSchema>

/** What people do on GitHub's pages, and what a test looks at there. Everything tells the webhook. */
export type GitHubPeople = {
  /** Without pull requests, oldest first. */
  issues(): Promise<readonly Issue[]>
  comments(number: number): Promise<readonly string[]>
  openIssue(title: string, by: string): Promise<number>
  closeIssue(number: number, by: string): Promise<void>
  reopenIssue(number: number, by: string): Promise<void>
  /** Oldest first. */
  pulls(): Promise<readonly PullRequest[]>
  /** From a new branch with one file on it. */
  openPull(pull: { branch: string; title: string; by: string }): Promise<number>
  mergePull(number: number, by: string, how?: 'merge' | 'squash'): Promise<void>
  closePull(number: number, by: string): Promise<void>
  /** The text of a file, on the default branch without `ref`. */
  file(path: string, ref?: string): Promise<string | undefined>
  /** As a person would in the editor of the page; the branch is there already. */
  writeFile(branch: string, path: string, text: string, by?: string): Promise<void>
  /** `at` in milliseconds since 1970. A draft isn't published. */
  addRelease(release: { tag: string; at: number; name?: string; draft?: boolean }): Promise<void>
  /** Merged at `at`. By dependabot unless `by` says who; `labels` as GitHub has them. */
  addMergedDependency(update: {
    title: string
    at: number
    by?: string
    labels?: readonly string[]
  }): Promise<number>
}

const named = z.object({ login: z.string() })
const issueSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  labels: z.array(z.object({ name: z.string() })),
  assignees: z.array(named),
  user: named,
})
const pullSchema = issueSchema.extend({
  merged_at: z.string().nullable(),
  head: z.looseObject({ ref: z.string(), sha: z.string() }),
  base: z.object({ ref: z.string() }),
})
const contentSchema = z.object({ content: z.string(), sha: z.string() })
const numbered = z.object({ number: z.number() })
const refSchema = z.object({ object: z.object({ sha: z.string() }) })
const commentsSchema = z.array(z.object({ body: z.string() }))

export function createPeople(
  upstream: Upstream,
  lists: Lists,
  hooks: Hooks,
  repository: string,
  /** A branch (`refs/heads/...`) has another commit. */
  pushed: (ref: string, by: string) => Promise<void>,
): GitHubPeople {
  const told = (by: string) => ({ repository: { full_name: repository }, sender: { login: by } })

  async function turnIssue(number: number, by: string, state: 'open' | 'closed'): Promise<void> {
    const issue = await upstream.as(by, 'PATCH', `/issues/${number}`, { state })
    await hooks.send('issues', { action: state === 'open' ? 'reopened' : 'closed', issue, ...told(by) })
  }

  async function endPull(number: number, by: string, ended: Row): Promise<void> {
    lists.amend('pull', number, { closed_by: { login: by }, ...ended })
    const pull = (await lists.pulls()).find((one) => one['number'] === number)
    await hooks.send('pull_request', { action: 'closed', number, pull_request: pull, ...told(by) })
  }

  async function mergePull(number: number, by: string, how: 'merge' | 'squash' = 'merge'): Promise<void> {
    const pull = (await pulls()).find((one) => one.number === number)
    if (pull === undefined) throw new Error(`no pull request ${number}`)
    await mergeBranch(upstream, { ...pull, by, how })
    await pushed(`refs/heads/${pull.base.ref}`, by)
    await endPull(number, by, { merged: true, merged_by: { login: by }, head: pull.head })
  }

  async function openPull({ branch, title, by }: { branch: string; title: string; by: string }) {
    const main = refSchema.parse(await upstream.as(BOT, 'GET', '/git/ref/heads/main'))
    await upstream.as(BOT, 'POST', '/git/refs', { ref: `refs/heads/${branch}`, sha: main.object.sha })
    await writeFile(branch, `${branch}.md`, title)
    const pull = { title, head: branch, base: 'main' }
    return numbered.parse(await upstream.as(by, 'POST', '/pulls', pull)).number
  }

  async function pulls(): Promise<readonly PullRequest[]> {
    return z
      .array(pullSchema)
      .parse(await lists.pulls())
      .sort(byNumber)
  }

  async function content(path: string, ref?: string) {
    const query = ref === undefined ? '' : `?ref=${encodeURIComponent(ref)}`
    const answer = await upstream
      .as(BOT, 'GET', `/contents/${encodeURIComponent(path)}${query}`)
      .catch(() => undefined)
    return contentSchema.safeParse(answer).data
  }

  async function writeFile(branch: string, path: string, text: string, by = BOT): Promise<void> {
    const stands = await content(path, branch)
    const body = { branch, message: `Update ${path}`, content: Buffer.from(text).toString('base64') }
    await upstream.as(
      by,
      'PUT',
      `/contents/${encodeURIComponent(path)}`,
      stands ? { ...body, sha: stands.sha } : body,
    )
    await pushed(`refs/heads/${branch}`, by)
  }

  return {
    issues: async () =>
      z
        .array(issueSchema)
        .parse(await upstream.all('/issues?state=all'))
        .sort(byNumber),
    comments: async (number) =>
      commentsSchema.parse(await upstream.all(`/issues/${number}/comments`)).map((one) => one.body),
    openIssue: async (title, by) =>
      numbered.parse(await upstream.as(by, 'POST', '/issues', { title })).number,
    closeIssue: (number, by) => turnIssue(number, by, 'closed'),
    reopenIssue: (number, by) => turnIssue(number, by, 'open'),
    pulls,
    openPull,
    mergePull,
    async closePull(number, by) {
      await upstream.as(by, 'PATCH', `/pulls/${number}`, { state: 'closed' })
      await endPull(number, by, {})
    },
    async file(path, ref) {
      const found = await content(path, ref)
      return found === undefined ? undefined : Buffer.from(found.content, 'base64').toString('utf8')
    },
    writeFile,
    async addRelease({ tag, at, name, draft = false }) {
      await upstream.as(BOT, 'POST', '/releases', { tag_name: tag, name: name ?? tag, draft })
      lists.amend('release', tag, { created_at: iso(at), published_at: draft ? null : iso(at) })
    },
    async addMergedDependency({ title, at, by = DEPENDABOT, labels = [] }) {
      const branch = `updates/${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
      const number = await openPull({ branch, title, by })
      await mergePull(number, BOT)
      const dates = { created_at: iso(at), updated_at: iso(at), closed_at: iso(at), merged_at: iso(at) }
      lists.amend('pull', number, { ...dates, labels: labels.map((label) => ({ name: label })) })
      return number
    },
  }
}

function byNumber(one: { number: number }, other: { number: number }): number {
  return one.number - other.number
}

/** Whole seconds, as GitHub writes dates. */
function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
