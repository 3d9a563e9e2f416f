import { createHash } from 'node:crypto'
import type { Comparison, FileChange, NewTag, Repository } from '../../../src/runs/release/ports.ts'

export const CHANGELOG = 'CHANGELOG.md'

type Node = {
  readonly sha: string
  readonly parent: string | undefined
  readonly message: string
  readonly files: Readonly<Record<string, string>>
}

type Pull = FileChange & { readonly from: string; state: 'open' | 'closed' | 'merged' }

/** A repository of one branch in memory, as strict as GitHub: a commit that isn't upon its parent is refused. */
export function createSmallRepository() {
  const nodes = new Map<string, Node>()
  const tags: NewTag[] = []
  /** Those that were made through the port. */
  const made: NewTag[] = []
  const pulls: Pull[] = []
  const state = { head: '', barred: false, byHand: 0 }

  function commit(parent: string | undefined, message: string, files: Node['files']): string {
    const hash = createHash('sha1')
      .update(JSON.stringify([parent, message, files]))
      .digest('hex')
    nodes.set(hash, { sha: hash, parent, message, files })
    return hash
  }

  const node = (ref: string) =>
    nodes.get(tags.find(({ name }) => name === ref)?.commit ?? (ref === 'main' ? state.head : ref))

  function upTo(to: Node | undefined): readonly Node[] {
    if (to === undefined) return []
    return [...upTo(to.parent === undefined ? undefined : nodes.get(to.parent)), to]
  }

  function compare(from: string, to: string): Comparison | undefined {
    const [one, other] = [node(from), node(to)]
    if (one === undefined || other === undefined) return undefined
    const [before, after] = [upTo(one), upTo(other)]
    const came = after.filter((each) => !before.includes(each))
    const paths = new Set([...Object.keys(one.files), ...Object.keys(other.files)])
    const ahead = came.length === 0 ? 'identical' : 'ahead'
    return {
      status: after.includes(one) ? ahead : before.includes(other) ? 'behind' : 'diverged',
      commits: came.map(({ sha, message }) => ({ sha, message, author: 'yan', at: 0 })),
      files: [...paths].filter((path) => one.files[path] !== other.files[path]),
      url: `https://github.test/compare/${from.slice(0, 7)}...${to.slice(0, 7)}`,
    }
  }

  /** The file changed upon `parent`. */
  function written({ parent, message, path, text }: FileChange): string {
    return commit(parent, message, { ...nodes.get(parent)?.files, [path]: text })
  }

  const port: Pick<
    Repository,
    'tags' | 'head' | 'compare' | 'textAt' | 'commitFile' | 'proposeFile' | 'pull' | 'createTag' | 'urlOf'
  > = {
    tags: async () => tags.map(({ name, commit }) => ({ name, commit })),
    head: async () => (state.head === '' ? undefined : state.head),
    compare: async (from, to) => compare(from, to),
    textAt: async (path, ref) => node(ref)?.files[path],
    async commitFile(change) {
      if (state.barred) return { outcome: 'barred' }
      if (state.head !== change.parent) return { outcome: 'moved' }
      state.head = written(change)
      return { outcome: 'committed', commit: state.head }
    },
    async proposeFile(change) {
      const known = pulls.findIndex(({ from, state }) => from === change.from && state === 'open')
      if (known === -1) pulls.push({ ...change, state: 'open' })
      const number = known === -1 ? pulls.length : known + 1
      return { number, url: `https://github.test/pull/${number}` }
    },
    async pull(number) {
      const { state } = pulls[number - 1] ?? { state: 'open' }
      return state === 'merged' ? { state, by: 'yan-gh', commit: 'unknown' } : { state }
    },
    async createTag(tag) {
      const there = tags.find(({ name }) => name === tag.name)
      if (there === undefined) {
        tags.push(tag)
        made.push(tag)
      }
      return there === undefined || there.key === tag.key
        ? { outcome: 'created', url: `https://github.test/tag/${tag.name}` }
        : { outcome: 'taken', commit: there.commit }
    },
    urlOf: () => 'https://github.test/somewhere',
  }

  function push(message: string, files: Node['files']): string {
    state.head = commit(state.head, message, { ...nodes.get(state.head)?.files, ...files })
    return state.head
  }

  return {
    port,
    state,
    tags,
    made,
    pulls,
    push,
    messages: () => upTo(node(state.head)).map(({ message }) => message),
    textAt: (ref: string) => node(ref)?.files[CHANGELOG],
    parentOf: (sha: string) => nodes.get(sha)?.parent,
    compare,
    forcePush(to: string) {
      state.head = to
    },
    tagByHand(name: string, commit: string) {
      state.byHand += 1
      const there = tags.findIndex((tag) => tag.name === name)
      if (there !== -1) tags.splice(there, 1)
      tags.push({ name, commit, key: `by hand ${state.byHand}`, message: name, at: 0 })
    },
    /** Merges what is proposed, as a squash on whatever the branch is now. */
    merge() {
      const open = pulls.find((one) => one.state === 'open')
      if (open === undefined) throw new Error('nothing is proposed')
      open.state = 'merged'
      push(`${open.message} (#1)`, { [open.path]: open.text })
    },
  }
}

export type SmallRepository = ReturnType<typeof createSmallRepository>
