import type { Ticket } from '../github.ts'

/**
 * What releases need of the repository. Every method throws `RemoteError`. Whatever writes can be called again:
 * it finds what an earlier attempt made, and makes nothing twice.
 */
export type Repository = {
  /** Every tag. An annotated one is given with the commit that it leads to. */
  tags(): Promise<readonly Tag[]>
  /** The newest commit of a branch; undefined when there is no such branch. */
  head(branch: string): Promise<string | undefined>
  /** What came from one point to the other: names of tags or branches, or shas. Undefined when one of them isn't there. */
  compare(from: string, to: string): Promise<Comparison | undefined>
  /** The newest commits that lead to `to`, oldest first: what a first release holds. At most a thousand. */
  commitsTo(to: string): Promise<readonly Commit[]>
  /** The text of a file at a branch, tag or commit; undefined when none is there. */
  textAt(path: string, ref: string): Promise<string | undefined>
  /**
   * Writes one file as the next commit of `branch`, only while `parent` is its newest one: `moved` otherwise, and
   * nothing is written. `barred`: the branch takes pull requests only.
   */
  commitFile(
    change: FileChange,
  ): Promise<
    { readonly outcome: 'committed'; readonly commit: string } | { readonly outcome: 'moved' | 'barred' }
  >
  /** The same as a pull request into `branch`, from `from`, a branch of its own that begins at `parent`. */
  proposeFile(change: FileChange & { readonly from: string; readonly body: string }): Promise<Ticket>
  pull(
    number: number,
  ): Promise<{ readonly state: 'open' | 'closed' | 'merged'; readonly by?: string; readonly commit?: string }>
  /** Makes an annotated tag. `taken`: one of that name is there and isn't the one that an earlier attempt with this key made. */
  createTag(
    tag: NewTag,
  ): Promise<
    | { readonly outcome: 'created'; readonly url: string }
    | { readonly outcome: 'taken'; readonly commit: string }
  >
  /** Makes a branch at a commit or tag; nothing when it is there. */
  createBranch(name: string, from: string): Promise<void>
  /** Publishes the notes of a tag, once; one that somebody published by hand is answered as it is. */
  publishRelease(release: {
    readonly tag: string
    readonly title: string
    readonly body: string
  }): Promise<{ readonly url: string }>
  /** Where people read about it. */
  urlOf(
    what:
      | { readonly tag: string }
      | { readonly commit: string }
      | { readonly from: string; readonly to: string },
  ): string
}

export type Tag = { readonly name: string; readonly commit: string }

export type Commit = {
  readonly sha: string
  readonly message: string
  /** Login, or the name in the commit. */
  readonly author: string
  /** Milliseconds since 1970, of the commit. */
  readonly at: number
}

export type Comparison = {
  /** `diverged`: the later one doesn't hold the earlier; somebody pushed by force. */
  readonly status: 'ahead' | 'identical' | 'behind' | 'diverged'
  /** Oldest first. */
  readonly commits: readonly Commit[]
  /** Paths that differ; undefined when there are more than GitHub lists. */
  readonly files: readonly string[] | undefined
  readonly url: string
}

export type FileChange = {
  readonly branch: string
  readonly parent: string
  readonly path: string
  readonly text: string
  readonly message: string
  /** Milliseconds since 1970. A repeat has the same: so it is the same commit. */
  readonly at: number
}

export type NewTag = {
  /** Written into its message: a repeat finds its own tag by it. */
  readonly key: string
  readonly name: string
  readonly commit: string
  readonly message: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What releases need of CI. Every method throws `RemoteError`. */
export type Pipeline = {
  /**
   * Check runs and commit statuses of a commit, all pages; of each name the newest. Those that the workflows `without`
   * (file names) made are left out: what they ended as is asked of them themselves.
   */
  checks(commit: string, without?: readonly string[]): Promise<readonly Check[]>
  /** The newest run of a workflow (`deploy-prod.yml`) for a commit, or for a ref by name (a branch or tag). Undefined when it never ran. `not_found` when there is no such workflow. */
  latestRun(
    workflow: string,
    of: { readonly commit: string } | { readonly ref: string },
  ): Promise<WorkflowRun | undefined>
  run(id: number): Promise<WorkflowRun>
  /** Starts a workflow. It has no key: look for its run before. */
  dispatch(workflow: string, ref: string, inputs: Readonly<Record<string, string>>): Promise<void>
  /** Whether pushing this tag starts the workflow by itself, as its file at the tag says. */
  startsOnTag(workflow: string, tag: string): Promise<boolean>
  /** Runs the failed jobs of a run again. */
  rerun(id: number): Promise<void>
  /** The last status that CI reported about a deployment of `ref` to the environment; undefined when there is none. */
  deployment(environment: string, ref: string): Promise<Deployment | undefined>
  /** Whether GitHub itself holds deployments for reviewers, and whether our account is one of them. */
  guard(environment: string): Promise<Guard>
  /** Answers what waits for reviewers in a run. */
  answer(
    run: number,
    answer: {
      readonly environment: string
      readonly verdict: 'approved' | 'rejected'
      readonly comment: string
    },
  ): Promise<'answered' | 'nothing_waits' | 'not_a_reviewer'>
}

export type Check = {
  readonly name: string
  readonly state: 'green' | 'red' | 'running'
  readonly url: string | undefined
}

export type WorkflowRun = {
  readonly id: number
  readonly url: string
  /** `waiting`: for the reviewers of an environment. */
  readonly state: 'queued' | 'waiting' | 'running' | 'green' | 'red'
  /** GitHub's own word for it: `in_progress`, `cancelled`, `timed_out` ... */
  readonly said: string
  readonly commit: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly attempt: number
}

export type Deployment = {
  readonly state: 'waiting' | 'running' | 'green' | 'red'
  readonly said: string
  readonly url: string | undefined
  readonly at: number
}

export type Guard =
  | { readonly kind: 'reviewers'; readonly weMayAnswer: boolean }
  /** The plan has none, or none are set: Vigie's own gate is the only one. */
  | { readonly kind: 'none' }

/** The last backup that was told of. */
export type BackupBook = {
  /** Keeps it when it is newer than the one that is kept. `known` has the same time as that one. */
  keep(backup: Backup): Promise<'kept' | 'known' | 'older'>
  last(): Promise<Backup | undefined>
}

export type Backup = {
  /** Milliseconds since 1970, when it was made. */
  readonly at: number
  /** What the backup script says of it: a file name, a size. */
  readonly said: string
}

/** Asks the configured smoke tests of production, each at most three times. Never throws. */
export type SmokeTests = { readonly names: readonly string[]; run(): Promise<readonly SmokeResult[]> }

export type SmokeResult = {
  readonly name: string
  readonly ok: boolean
  /** Latency of the last try in milliseconds. */
  readonly ms: number
  readonly said: string
  readonly tries: number
}
