import { z } from 'zod'
import { PROTECTION } from './github-merge.ts'
import { BOT, type Upstream } from './github-upstream.ts'

export type Pushed = {
  readonly message: string
  readonly path?: string
  readonly text?: string
  readonly mode?: '100644' | '100755'
  /** More files with the same text. */
  readonly paths?: readonly string[]
  /** When it was made, in milliseconds since 1970; now when absent. */
  readonly at?: number
}

/** What people do with git, and what a test looks at there. */
export type GitHubGit = {
  /** The newest commit of a branch. */
  headOf(branch: string): Promise<string>
  /** One commit after the other on top of the branch; answers their shas, oldest first. */
  push(branch: string, commits: readonly Pushed[], by?: string): Promise<readonly string[]>
  forcePush(branch: string, sha: string, by?: string): Promise<void>
  /** Annotated when it has a message. */
  pushTag(name: string, commit: string, message?: string, by?: string): Promise<void>
  dropTag(name: string): Promise<void>
  /** Direct pushes to it are refused from now on. */
  protect(branch: string): Promise<void>
  commit(sha: string): Promise<GitCommit>
  /** The mode of a file in a commit. */
  modeOf(sha: string, path: string): Promise<string | undefined>
  tag(name: string): Promise<{ type: string; commit: string; message?: string; tagger?: unknown } | undefined>
  /** Published notes, newest first. */
  releases(): Promise<readonly { tag_name: string; name: string | null; body: string | null }[]>
}

const signature = z.object({ name: z.string(), email: z.string(), date: z.string() })
const shaSchema = z.object({ sha: z.string() })
const refSchema = z.object({ object: z.object({ sha: z.string(), type: z.string() }) })
const commitSchema = z.object({
  message: z.string(),
  tree: shaSchema,
  parents: z.array(shaSchema),
  author: signature,
  committer: signature,
})
const tagSchema = z.object({ message: z.string(), tagger: signature, object: shaSchema })
const treeSchema = z.object({ tree: z.array(z.object({ path: z.string(), mode: z.string() })) })
const releasesSchema = z.array(
  z.object({ tag_name: z.string(), name: z.string().nullable(), body: z.string().nullable() }),
)
export type GitCommit = z.infer<typeof commitSchema>

/** `pushed` is told of every branch and tag that has another commit, as `refs/...`. */
export function createGitPeople(
  upstream: Upstream,
  pushed: (ref: string, by: string) => Promise<void> = async () => undefined,
): GitHubGit {
  const get = (path: string) => upstream.as(BOT, 'GET', path)
  const refOf = async (ref: string) =>
    refSchema.safeParse(await get(`/git/ref/${ref}`).catch(() => undefined)).data?.object

  async function headOf(branch: string): Promise<string> {
    const found = await refOf(`heads/${branch}`)
    if (found === undefined) throw new Error(`no branch ${branch}`)
    return found.sha
  }

  async function commitOn(parent: string, pushed: Pushed, by: string): Promise<string> {
    const { message, path, paths = [], text = '', mode = '100644', at } = pushed
    const { tree: before } = commitSchema.parse(await get(`/git/commits/${parent}`))
    const files = path === undefined ? paths : [path, ...paths]
    const entries = files.map((one) => ({ path: one, mode, type: 'blob', content: text }))
    const change = { base_tree: before.sha, tree: entries }
    const tree =
      files.length === 0 ? before : shaSchema.parse(await upstream.as(by, 'POST', '/git/trees', change))
    const author = at === undefined ? {} : { author: { name: by, email: `${by}@git.example`, date: iso(at) } }
    const commit = { message, tree: tree.sha, parents: [parent], ...author }
    return shaSchema.parse(await upstream.as(by, 'POST', '/git/commits', commit)).sha
  }

  async function move(branch: string, sha: string, by: string): Promise<void> {
    await upstream.as(by, 'PATCH', `/git/refs/heads/${branch}`, { sha, force: true })
    await pushed(`refs/heads/${branch}`, by)
  }

  return {
    headOf,
    async push(branch, commits, by = BOT) {
      const shas: string[] = []
      let parent = await headOf(branch)
      for (const commit of commits) {
        parent = await commitOn(parent, commit, by)
        shas.push(parent)
      }
      await move(branch, parent, by)
      return shas
    },
    forcePush: (branch, sha, by = BOT) => move(branch, sha, by),
    async pushTag(name, commit, message, by = BOT) {
      const object = { tag: name, message, object: commit, type: 'commit' }
      const sha =
        message === undefined
          ? commit
          : shaSchema.parse(await upstream.as(by, 'POST', '/git/tags', object)).sha
      await upstream.as(by, 'POST', '/git/refs', { ref: `refs/tags/${name}`, sha })
      await pushed(`refs/tags/${name}`, by)
    },
    async dropTag(name) {
      await upstream.as(BOT, 'DELETE', `/git/refs/tags/${name}`)
    },
    async protect(branch) {
      await upstream.as(BOT, 'PUT', `/branches/${branch}/protection`, PROTECTION)
    },
    commit: async (sha) => commitSchema.parse(await get(`/git/commits/${sha}`)),
    async modeOf(sha, path) {
      const { tree } = treeSchema.parse(await get(`/git/trees/${sha}?recursive=1`))
      return tree.find((entry) => entry.path === path)?.mode
    },
    async tag(name) {
      const ref = await refOf(`tags/${name}`)
      if (ref === undefined || ref.type !== 'tag') return ref && { type: ref.type, commit: ref.sha }
      const { message, tagger, object } = tagSchema.parse(await get(`/git/tags/${ref.sha}`))
      return { type: 'tag', commit: object.sha, message, tagger }
    },
    releases: async () => releasesSchema.parse(await upstream.all('/releases')),
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
