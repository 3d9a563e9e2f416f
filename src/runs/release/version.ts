import semver from 'semver'
import { type Message, messagesOf } from './messages.ts'
import type { Commit, Tag } from './ports.ts'

export type Level = 'major' | 'minor' | 'patch'

export type Stable = {
  /** `v1.4.0`, whatever the tag is called. */
  readonly version: string
  /** The tag's own name: `1.4.0` or `v1.4.0`. */
  readonly name: string
  readonly commit: string
}

export type Judged = { readonly ok: true } | { readonly ok: false; readonly because: string }

const LEVELS: readonly string[] = ['major', 'minor', 'patch']
const FIRST = 'v0.1.0'

/** `1.4.0` and `v1.4.0` are both `v1.4.0`. Undefined when it isn't semver, or a number in it is too large to count on. */
export function versionOf(text: string): string | undefined {
  const parsed = semver.parse(text.trim().replace(/^V/, 'v'))
  if (parsed === null) return undefined
  const build = parsed.build.length === 0 ? '' : `+${parsed.build.join('.')}`
  return `v${parsed.version}${build}`
}

/** Newest version first. Pre-releases, builds and `-rollback` tags are none; of two names of one version the first. */
export function stableTags(tags: readonly Tag[]): readonly Stable[] {
  const stable = new Map<string, Stable>()
  for (const { name, commit } of tags) {
    const version = versionOf(name)
    if (version === undefined || !isStable(version) || stable.has(version)) continue
    stable.set(version, { version, name, commit })
  }
  return [...stable.values()].sort((one, other) => semver.rcompare(one.version, other.version))
}

/**
 * What the commits since `previous` ask for by semver. A first release is a minor one, and before 1.0.0, where anything
 * may change, a breaking change raises the minor number. `because` is a sentence for people.
 */
export function impliedLevel(
  commits: readonly Commit[],
  previous: string | undefined,
): { readonly level: Level; readonly because: string } {
  if (previous === undefined) return { level: 'minor', because: 'it is the first release' }
  const standing = messagesOf(commits).filter((message) => !message.undone)
  const breaking = standing.filter((message) => message.breaking)
  const features = standing.filter((message) => message.type === 'feat')
  if (breaking.length > 0) {
    const because = counted(breaking, 'breaking change')
    return isInitial(previous)
      ? { level: 'minor', because: `${because}; before v1.0.0 that raises the minor number` }
      : { level: 'major', because }
  }
  if (features.length > 0) return { level: 'minor', because: counted(features, 'feature') }
  return { level: 'patch', because: 'no feature and no breaking change' }
}

/** The first release is v0.1.0, unless a major one is asked for. */
export function nextVersion(previous: string | undefined, level: Level): string {
  if (previous === undefined) return level === 'major' ? 'v1.0.0' : FIRST
  const next = semver.inc(previous, level)
  if (next === null) throw new Error(`${previous} is no version`)
  return `v${next}`
}

/**
 * Whether a version may be released. `asked` is `minor`, `patch`, `major`, a version or empty. `base` is the stable tag
 * that it follows: the newest one, or for a hotfix the one that its branch began at.
 */
export function judgeAsked(asked: string, tags: readonly Tag[], base?: string): Judged {
  const wanted = asked.trim()
  if (wanted === '' || LEVELS.includes(wanted)) return { ok: true }
  const version = versionOf(wanted)
  if (version === undefined) return refused(notSemver(wanted))
  if (!isStable(version)) return refused(unstable(version))
  const taken = tags.find((tag) => versionOf(tag.name) === version)
  if (taken !== undefined) return refused(`${version} exists already (commit ${taken.commit.slice(0, 7)})`)
  const stable = stableTags(tags).map((tag) => tag.version)
  const last = versionOf(base ?? '') ?? stable[0]
  if (last === undefined) return { ok: true }
  if (semver.lt(version, last)) return refused(`${version} is lower than ${last}, the last release`)
  const passed = stable.find((one) => semver.gt(one, last) && semver.lt(one, version))
  return passed === undefined
    ? { ok: true }
    : refused(`${version} would follow ${passed}, which is not in a branch that began at ${last}`)
}

function refused(because: string): Judged {
  return { ok: false, because }
}

const LONGEST_QUOTE = 40

function notSemver(wanted: string): string {
  const quote = wanted.length > LONGEST_QUOTE ? `${wanted.slice(0, LONGEST_QUOTE)}...` : wanted
  return /^[vV]?\d+\.\d+\.\d+$/.test(wanted) && !/(^|\.)0\d/.test(wanted.replace(/^[vV]/, ''))
    ? `"${quote}" has a number that is too large for a version`
    : `"${quote}" is no version: write minor, patch, major or three numbers, v1.4.0`
}

function unstable(version: string): string {
  const [core] = version.split(/[-+]/)
  return version.includes('-') && !/^[^-]*\+/.test(version)
    ? `${version} is a pre-release, and production gets stable versions only: ${core}`
    : `${version} has build metadata, which doesn't order versions: ${core}`
}

function isStable(version: string): boolean {
  return /^v\d+\.\d+\.\d+$/.test(version)
}

function isInitial(previous: string): boolean {
  return semver.parse(previous)?.major === 0
}

/** `2 features, the first "csv export" (a1b2c3d)` */
function counted(messages: readonly Message[], what: string): string {
  const [first] = messages
  const which = `"${first?.subject}" (${first?.sha.slice(0, 7)})`
  return messages.length === 1 ? `1 ${what}: ${which}` : `${messages.length} ${what}s, the first one ${which}`
}
