import { inspect } from 'node:util'
import { pino } from 'pino'
import { expect } from 'vitest'
import { createGitHubAsk, type GitHubOptions } from '../../src/adapters/github/account.ts'
import { createGitHub } from '../../src/adapters/github/github.ts'
import { createRepository } from '../../src/adapters/github/repository.ts'
import type { GitHub, NewIssue, Proposal } from '../../src/runs/github.ts'
import type { FileChange, NewTag, Repository } from '../../src/runs/release/ports.ts'
import { RemoteError } from '../../src/runs/remote.ts'
import { type GitHubFake, type GitHubFakeOptions, startGitHub } from '../fakes/github.ts'

export const MINUTE = 60_000
/** The adapter's clock stands still. */
export const NOW = Date.UTC(2026, 10, 23, 12)

export type GitHubRig = {
  readonly hub: GitHubFake
  /** Every line that the adapter logged. */
  readonly logged: readonly string[]
  github(over?: Partial<GitHubOptions>): GitHub
  repository(over?: Partial<GitHubOptions>): Repository
  /** How it ended, in the words of the port. */
  codeOf(act: Promise<unknown>): Promise<Omit<Awaited<ReturnType<typeof codeOf>>, 'system'>>
  /** The routes that were asked for since then. */
  since(mark: number): readonly string[]
}

export async function startRig(options: Partial<GitHubFakeOptions> = {}): Promise<GitHubRig> {
  const hub = await startGitHub({
    repository: 'formation/hub',
    people: ['corentin-gh', 'yan-gh'],
    ...options,
  })
  const logged: string[] = []
  const optionsWith = (over: Partial<GitHubOptions>): GitHubOptions => ({
    account: { token: hub.token },
    repository: hub.repository,
    apiUrl: hub.url,
    log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
    clock: { now: () => NOW },
    ...over,
  })
  return {
    hub,
    logged,
    github: (over = {}) => {
      const options = optionsWith(over)
      return createGitHub({ ...options, ask: createGitHubAsk(options) })
    },
    repository: (over = {}) => {
      const options = optionsWith(over)
      return createRepository({ ...options, ask: createGitHubAsk(options) })
    },
    async codeOf(act) {
      const { system, ...told } = await codeOf(act, hub.token)
      expect(system).toBe('github')
      return told
    },
    since: (mark) => hub.routes.slice(mark),
  }
}

let made = 0

/** Another one each time. */
export function issue(over: Partial<NewIssue> = {}): NewIssue {
  made += 1
  const key = `INC-${made}.1.1`
  return { key, title: `[SEV1] Docmost ${made}`, body: '502', labels: ['incident'], assignees: [], ...over }
}

/** Another one each time. */
export function proposal(over: Partial<Proposal> = {}): Proposal {
  made += 1
  return {
    branch: `vigie/inc-${made}`,
    path: `docs/post-mortems/INC-${made}.md`,
    text: '# What happened\n\nL’éditeur a répondu 502.\n',
    message: `docs: post-mortem of INC-${made}`,
    title: `Post-mortem of INC-${made}`,
    body: 'Please complete.',
    ...over,
  }
}

/** Of the CHANGELOG, on main. Another text each time. */
export function change(parent: string, over: Partial<FileChange> = {}): FileChange {
  made += 1
  const version = `v0.${made}.0`
  return {
    branch: 'main',
    parent,
    path: 'CHANGELOG.md',
    text: `# Changelog\n\n## [${version}]\n\n- L’éditeur répond\n`,
    message: `docs(changelog): release ${version}`,
    at: NOW,
    ...over,
  }
}

/** Another name and key each time. */
export function newTag(commit: string, over: Partial<NewTag> = {}): NewTag {
  made += 1
  const name = `v1.${made}.0`
  return { key: `REL-${made}.1.1`, name, commit, message: `Release ${name} - it works`, at: NOW, ...over }
}

/** The error that `act` ends with; nothing that could be printed of it shows the secret. */
export async function refusal(act: Promise<unknown>, secret: string): Promise<RemoteError> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof RemoteError)) throw new Error(`no RemoteError but ${String(error)}`)
  const shown = [inspect(error, { depth: 9 }), JSON.stringify(error), error.stack].join()
  if (shown.includes(secret)) throw new Error('the error shows the secret')
  return error
}

/** The same in the words of the port. */
export async function codeOf(act: Promise<unknown>, secret: string) {
  const { system, code, retry, retryAfterMs } = await refusal(act, secret)
  return { system, code, retry, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}
