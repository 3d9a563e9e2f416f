import { setTimeout as pause } from 'node:timers/promises'
import { type GitHubFake, startGitHub } from '../../test/fakes/github.ts'
import type { ReleaseFile } from './release-file.ts'

export const RELEASED = 'v1.3.2'
const HOUR = 3_600_000

const CHANGELOG = `# Changelog

Everything that people notice. The form is that of Keep a Changelog.

## [Unreleased]

### Added

- Hours of the week at a glance, for each trainer
- Export of a course as CSV

### Fixed

- The login kept an old session

## [v1.3.2] - 2026-10-02

### Fixed

- The share link of a page
`

/** Since the last release, oldest first: who, how many hours ago, what. */
const HISTORY = [
  ['yan-example', 76, 'feat(hours): the week of a trainer at a glance'],
  ['corentin-example', 51, 'fix(login): an old session is not kept'],
  ['yan-example', 29, 'feat(export): a course as CSV'],
  ['corentin-example', 27, 'docs: how to add a bloc'],
  ['yan-example', 5, 'chore(deps): docmost 0.23'],
] as const

const NEXT = [
  'fix(hours): half hours are counted',
  'feat(planning): the month of a room',
  'fix(export): accents in the names of files',
  'docs: the first steps of a trainer',
] as const

/** How long the pipelines of the demo take, milliseconds. */
export type Delays = { readonly ci: number; readonly e2e: number; readonly deploy: number }

/** The repository of the demo, and what one does to it. */
export type DemoRepository = {
  readonly github: GitHubFake
  readonly isRed: boolean
  /** The first line of the newest commit, with its sha. */
  newest(): Promise<string>
  push(): Promise<void>
  /** What CI says of the newest commit. */
  turn(colour: 'red' | 'green'): Promise<void>
  close(): Promise<void>
}

export type DemoRepositoryOptions = {
  readonly file: ReleaseFile
  readonly delays: Delays
  readonly now: () => number
  /** A deployment of this tag ended well. */
  readonly deployed: (tag: string) => void
}

/** A repository with a release, commits since, and pipelines that are green. */
export async function startRepository(options: DemoRepositoryOptions): Promise<DemoRepository> {
  const { file, delays, now } = options
  const { branch } = file
  const people = ['corentin-example', 'yan-example']
  const github = await startGitHub({ repository: file.repository, people })
  const { git, ci } = github
  const closing = new AbortController()
  const takes = (ms: number) => pause(ms, undefined, { signal: closing.signal }).catch(() => undefined)
  let red = false
  let pushed = 0

  ci.environment(file.environment)
  ci.workflow(file.deploy, {
    on: ['workflow_dispatch'],
    environment: file.environment,
    ends: 'success',
    job: async ({ ref }) => {
      await takes(delays.deploy)
      options.deployed(ref)
    },
  })
  await fill()
  if (file.e2e !== undefined)
    ci.workflow(file.e2e, { on: ['push_branch'], ends: 'success', job: () => takes(delays.e2e) })

  async function fill(): Promise<void> {
    const begun = {
      message: 'docs: changelog',
      path: file.changelog,
      text: CHANGELOG,
      at: now() - 400 * HOUR,
    }
    const [released = ''] = await git.push(branch, [begun], 'corentin-example')
    await git.pushTag(RELEASED, released, `Release ${RELEASED}`, 'corentin-example')
    for (const [by, hours, message] of HISTORY.slice(0, -1))
      await git.push(branch, [commitOf(message, now() - hours * HOUR)], by)
    // What tests staging is green on the newest commit only, and at once.
    if (file.e2e !== undefined) ci.workflow(file.e2e, { on: ['push_branch'], ends: 'success' })
    const [by, hours, message] = HISTORY[HISTORY.length - 1] ?? HISTORY[0]
    const [head = ''] = await git.push(branch, [commitOf(message, now() - hours * HOUR)], by)
    for (const name of ['lint', 'test']) await ci.checkRun(head, { name })
    await ci.settled()
  }

  async function push(): Promise<void> {
    const message = NEXT[pushed % NEXT.length] ?? NEXT[0]
    pushed += 1
    const [head = ''] = await git.push(branch, [commitOf(message, now(), pushed)], 'yan-example')
    await ci.checkRun(head, { name: 'lint' })
    await ci.checkRun(head, { name: 'test', status: 'in_progress', conclusion: null })
    void takes(delays.ci).then(async () => {
      if (!closing.signal.aborted) await ci.checkRun(head, { name: 'test', conclusion: conclusion() })
    })
  }

  const conclusion = () => (red ? 'failure' : 'success')

  return {
    github,
    get isRed() {
      return red
    },
    async newest() {
      const sha = await git.headOf(branch)
      const { message } = await git.commit(sha)
      return `${message.split('\n')[0] ?? ''} (${sha.slice(0, 7)})`
    },
    push,
    async turn(colour) {
      red = colour === 'red'
      await ci.checkRun(await git.headOf(branch), { name: 'test', conclusion: conclusion() })
    },
    async close() {
      closing.abort()
      await github.close()
    },
  }
}

function commitOf(message: string, at: number, n = 0) {
  return { message, path: `notes/${message.replace(/\W+/g, '-')}-${n}.md`, text: message, at }
}
