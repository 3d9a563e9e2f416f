/**
 * What runs need of the repository. Every method throws `RemoteError`.
 * Whatever writes can be called again: it finds what an earlier attempt with the same key made.
 */
export type GitHub = {
  /** Opens an issue, once for each key. Assignees that GitHub refuses are left out, the issue is opened all the same. */
  openIssue(issue: NewIssue): Promise<Ticket>
  issue(number: number): Promise<{ readonly state: 'open' | 'closed'; readonly by?: string }>
  /** Adds a comment, once for each key. */
  comment(number: number, comment: { readonly key: string; readonly body: string }): Promise<void>
  /** The text of a file on `branch`, or on the default branch when that branch doesn't exist; undefined when there is none. */
  readFile(path: string, branch: string): Promise<string | undefined>
  /** Writes one file on a branch of its own (made from the default branch) and opens a pull request unless one is open. Nothing is written when the text is the same. */
  proposeFile(proposal: Proposal): Promise<Ticket>
  pull(number: number): Promise<{ readonly state: 'open' | 'closed' | 'merged'; readonly by?: string }>
  /** Releases published and dependency pull requests merged since then (milliseconds since 1970), newest first. */
  recentChanges(since: number): Promise<readonly RecentChange[]>
}

export type NewIssue = {
  readonly key: string
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  /** GitHub logins. */
  readonly assignees: readonly string[]
}

export type Proposal = {
  readonly branch: string
  readonly path: string
  readonly text: string
  /** Of the commit. */
  readonly message: string
  readonly title: string
  readonly body: string
}

/** An issue or a pull request. */
export type Ticket = { readonly number: number; readonly url: string }

export type RecentChange = {
  readonly kind: 'release' | 'dependency'
  readonly title: string
  readonly url: string
  /** Milliseconds since 1970. */
  readonly at: number
}
