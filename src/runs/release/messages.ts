import { CommitParser } from 'conventional-commits-parser'
import type { Commit } from './ports.ts'

/** A commit as its message tells it. */
export type Message = {
  readonly sha: string
  readonly author: string
  /** A type of the convention, its synonyms made one; undefined when the message isn't conventional. */
  readonly type: Type | undefined
  readonly scope: string | undefined
  /** One line, never empty. */
  readonly subject: string
  readonly breaking: boolean
  readonly dependency: boolean
  /** A later one of the same commits takes it back. */
  readonly undone: boolean
}

const TYPES = {
  feat: 'feat',
  feature: 'feat',
  fix: 'fix',
  bugfix: 'fix',
  hotfix: 'fix',
  security: 'fix',
  perf: 'perf',
  revert: 'revert',
  docs: 'docs',
  doc: 'docs',
  build: 'upkeep',
  chore: 'upkeep',
  ci: 'upkeep',
  refactor: 'upkeep',
  style: 'upkeep',
  test: 'upkeep',
  tests: 'upkeep',
} as const

export type Type = (typeof TYPES)[keyof typeof TYPES]

const byName: ReadonlyMap<string, Type> = new Map(Object.entries(TYPES))

const MERGE = /^Merge (branch|branches|pull request|remote-tracking branch|tag|commit)\b/
const SQUASHED = /\(#\d+\)$/
const REVERTED = /^(?:Revert "(.*)"|revert(?:\([^)]*\))?!?: )/
const DEPENDENCY = /^bump .+ from \S+ to \S+/i
const LONGEST = 140

/**
 * Issues that a message refers to are not looked for: the patterns for it take seconds for one long line, and anybody
 * who pushes may write one.
 */
const NO_REFERENCES = Object.fromEntries(
  ['issuePrefixes', 'referenceActions'].map((option) => [option, undefined] as const),
)

/** The footer counts as the convention writes it: a body that speaks of a breaking change makes none. */
const parser = new CommitParser({
  ...NO_REFERENCES,
  headerPattern: /^([\w-]+)(?:\(([^()]*)\))?: (.*)$/,
  breakingHeaderPattern: /^([\w-]+)(?:\(([^()]*)\))?!: (.*)$/,
  noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
  notesPattern: (keywords) => new RegExp(`^(${keywords})(?::| #)\\s*(.*)$`),
})
const BREAKING = /^BREAKING[ -]CHANGE(:| #)/
const LONGEST_LINE = 500

/** In the order given, without merge commits: what they merged stands beside them. A squashed pull request is no merge. */
export function messagesOf(commits: readonly Commit[]): readonly Message[] {
  const undone = takenBack(commits)
  return commits
    .filter((commit) => !isMerge(headerOf(commit)))
    .map((commit) => ({ ...parse(commit), undone: undone.has(commit.sha) }))
}

function isMerge(header: string): boolean {
  return MERGE.test(header) && !SQUASHED.test(header)
}

/** Newest first: a revert that was itself reverted takes nothing back. */
function takenBack(commits: readonly Commit[]): ReadonlySet<string> {
  const undone = new Set<string>()
  const whole = new Set(commits.map(({ sha }) => sha))
  for (const { sha, message } of [...commits].reverse()) {
    if (undone.has(sha) || !REVERTED.test(message.trimStart())) continue
    for (const [, reverted = ''] of message.matchAll(/\bThis reverts commit ([0-9a-f]{7,40})/g)) {
      const found = whole.has(reverted) ? reverted : commits.find((one) => one.sha.startsWith(reverted))?.sha
      if (found !== undefined) undone.add(found)
    }
  }
  return undone
}

function parse(commit: Commit): Omit<Message, 'undone'> {
  const { sha, author } = commit
  const header = headerOf(commit)
  const parsed = header === '' ? undefined : parser.parse(tellingOf(commit.message, header))
  const breaking = (parsed?.notes.length ?? 0) > 0
  const type = byName.get(parsed?.['type']?.toLowerCase() ?? '') ?? (isRevert(header) ? 'revert' : undefined)
  const named = type !== undefined && !isRevert(header)
  const scope = named ? (parsed?.['scope'] ?? undefined) : undefined
  return {
    sha,
    author,
    type,
    scope: scope?.trim() || undefined,
    subject: short((named ? parsed?.['subject'] : undefined) || header || '(no message)'),
    breaking,
    dependency: /^deps(-\w+)?$/.test(scope ?? '') || DEPENDENCY.test(header),
  }
}

/** The lines that tell something, of a length that can be parsed at once. */
function tellingOf(message: string, header: string): string {
  const footer = message.split(/\r\n?|\n/).find((line) => BREAKING.test(line)) ?? ''
  return [header, '', footer].map((line) => line.slice(0, LONGEST_LINE)).join('\n')
}

function isRevert(header: string): boolean {
  return header.startsWith('Revert "')
}

function headerOf({ message }: Commit): string {
  return (
    message
      .trim()
      .split(/\r\n?|\n/)[0]
      ?.trim() ?? ''
  )
}

function short(subject: string): string {
  const line = subject.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line
}
