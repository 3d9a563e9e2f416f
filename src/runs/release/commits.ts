import { type Message, messagesOf, type Type } from './messages.ts'
import type { Commit } from './ports.ts'

export type CommitGroup = { readonly heading: string; readonly changes: readonly Change[] }

export type Change = {
  readonly scope: string | undefined
  readonly subject: string
  readonly sha: string
  readonly author: string
}

/** Each commit stands under the first one that takes it. */
const GROUPS: readonly { readonly heading: string; readonly takes: (message: Message) => boolean }[] = [
  { heading: 'Breaking changes', takes: (message) => message.breaking },
  { heading: 'Dependencies', takes: (message) => message.dependency },
  { heading: 'Features', takes: isOf('feat') },
  { heading: 'Fixes', takes: isOf('fix') },
  { heading: 'Performance', takes: isOf('perf') },
  { heading: 'Reverts', takes: isOf('revert') },
  { heading: 'Documentation', takes: isOf('docs') },
  { heading: 'Maintenance', takes: isOf('upkeep') },
  { heading: 'Other', takes: () => true },
]

const ORDER = [
  'Breaking changes',
  'Features',
  'Fixes',
  'Performance',
  'Reverts',
  'Dependencies',
  'Documentation',
  'Maintenance',
  'Other',
] as const

/** Oldest first within a group; groups without a commit are left out, and so is what a later commit took back. */
export function groupCommits(commits: readonly Commit[]): readonly CommitGroup[] {
  const standing = messagesOf(commits).filter((message) => !message.undone)
  const headings = standing.map((message) => GROUPS.find(({ takes }) => takes(message))?.heading)
  return ORDER.map((heading) => ({
    heading,
    changes: standing.filter((_message, n) => headings[n] === heading).map(changeOf),
  })).filter(({ changes }) => changes.length > 0)
}

/** Every commit but merges, in the order given. */
export function changesOf(commits: readonly Commit[]): readonly Change[] {
  return messagesOf(commits).map(changeOf)
}

/** `export: a CSV for each course (a1b2c3d, nadia)` */
export function changeLine({ scope, subject, sha, author }: Change): string {
  return `${scope === undefined ? '' : `${scope}: `}${subject} (${sha.slice(0, 7)}, ${author})`
}

/** At most `limit` characters: what doesn't fit is counted. */
export function changesText(groups: readonly CommitGroup[], limit: number): string {
  const lines = groups.flatMap(({ heading, changes }) => [
    { text: heading, counts: 0 },
    ...changes.map((change) => ({ text: `- ${changeLine(change)}`, counts: 1 })),
  ])
  const all = lines.reduce((sum, line) => sum + line.counts, 0)
  for (let fits = fittingOf(lines, limit); fits > 0; fits -= 1) {
    const left = all - lines.slice(0, fits).reduce((sum, line) => sum + line.counts, 0)
    // A heading with nothing under it says nothing.
    if (left > 0 && lines[fits - 1]?.counts === 0) continue
    const more = left === 0 ? [] : [`and ${left} more`]
    const text = [...lines.slice(0, fits).map((line) => line.text), ...more].join('\n')
    if (text.length <= limit) return text
  }
  return all === 0 ? '' : `${all} commits`
}

/** How many of the first lines fit by themselves: from there on it is counted back, and not from ten thousand. */
function fittingOf(lines: readonly { readonly text: string }[], limit: number): number {
  let length = -1
  const tooMany = lines.findIndex(({ text }) => {
    length += text.length + 1
    return length > limit
  })
  return tooMany === -1 ? lines.length : tooMany
}

/** Whoever wrote most of them first. */
export function authorsOf(commits: readonly Commit[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { author } of messagesOf(commits)) counts.set(author, (counts.get(author) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one).map(([author]) => author)
}

/** What to say of the commits in a line where nobody wrote a CHANGELOG: the first of each group, at most three. */
export function highlightsOf(groups: readonly CommitGroup[]): string {
  return groups
    .flatMap(({ changes }) => changes[0] ?? [])
    .slice(0, 3)
    .map(({ subject }) => subject.replace(/\s*\(#\d+\)$/, ''))
    .join('; ')
}

function isOf(type: Type): (message: Message) => boolean {
  return (message) => message.type === type
}

function changeOf({ scope, subject, sha, author }: Message): Change {
  return { scope, subject, sha, author }
}
