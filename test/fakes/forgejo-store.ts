import { createHash } from 'node:crypto'

export type Signature = { readonly name: string; readonly email: string; readonly date: string }
export type StoredCommit = {
  readonly sha: string
  readonly message: string
  readonly parents: readonly string[]
  /** Text by path: the whole tree. */
  readonly files: ReadonlyMap<string, string>
  readonly author: Signature
  readonly committer: Signature
}
/** `object` is the sha of an annotated tag's own object. */
export type StoredTag = { readonly commit: string; readonly object?: string; readonly message?: string }
export type Change = {
  readonly message: string
  /** Undefined removes the file. */
  readonly files?: Readonly<Record<string, string | undefined>>
  readonly author?: Signature
  readonly committer?: Signature
}

/** The git repository behind the fake. */
export type ForgejoStore = ReturnType<typeof createForgejoStore>

const SOMEBODY = { name: 'Yan', email: 'yan@forgejo.example', date: '2026-11-20T08:00:00+01:00' }

export function createForgejoStore() {
  const commits = new Map<string, StoredCommit>()
  const branches = new Map<string, string>()
  const tags = new Map<string, StoredTag>()

  function add(parents: readonly string[], change: Change): string {
    const { message, author = SOMEBODY, committer = author } = change
    const files = new Map(commits.get(parents[0] ?? '')?.files)
    for (const [path, text] of Object.entries(change.files ?? {})) {
      if (text === undefined) files.delete(path)
      else files.set(path, text)
    }
    const sha = hash(JSON.stringify([message, parents, [...files], author, committer]))
    commits.set(sha, { sha, message, parents, files, author, committer })
    return sha
  }

  /** Newest first. */
  function history(sha: string): readonly StoredCommit[] {
    const reached = new Set<string>()
    const waiting = [sha]
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (reached.has(one)) continue
      reached.add(one)
      waiting.push(...(commits.get(one)?.parents ?? []))
    }
    return [...commits.values()].filter((commit) => reached.has(commit.sha)).reverse()
  }

  branches.set('main', add([], { message: 'Initial commit', files: { 'README.md': '# hub\n' } }))

  return {
    commits,
    branches,
    tags,
    add,
    history,
    /** A branch, a tag or a commit. */
    resolve: (ref: string) => branches.get(ref) ?? tags.get(ref)?.commit ?? commits.get(ref)?.sha,
    /** On top of the branch. */
    commitOn(branch: string, change: Change): string {
      const sha = add([branches.get(branch) ?? ''], change)
      branches.set(branch, sha)
      return sha
    },
    tag(name: string, commit: string, message?: string): StoredTag {
      const object = hash(`${name} ${commit} ${message}`)
      const tag = message === undefined ? { commit } : { commit, object, message }
      tags.set(name, tag)
      return tag
    },
  }
}

/** Paths that differ from the first parent. */
export function changedIn(store: ForgejoStore, { files, parents }: StoredCommit): readonly string[] {
  const before = store.commits.get(parents[0] ?? '')?.files ?? new Map<string, string>()
  const paths = new Set([...files.keys(), ...before.keys()])
  return [...paths].filter((path) => files.get(path) !== before.get(path))
}

export function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
