import { PLACEHOLDERS } from './action-items.ts'
import { type Digests, digestOf } from './digest.ts'
import { listLines } from './sections.ts'

export type Merged = {
  readonly body: string
  readonly digests: Digests
  /** Whether it holds lines that a person wrote or reworded. */
  readonly written: boolean
}

type Line = { readonly text: string; readonly n?: string | undefined }

/** Vigie's lines follow `fresh`, and so does the tick of one that a person reworded. Every other line stays. */
export function keepActionItems(existing: string, fresh: string, digests: Digests): Merged {
  const wanted = new Map(fresh.split('\n').map((text) => [numberOf(text) ?? '', text]))
  const lines = listLines(existing).map(
    ({ line, listed }): Line => ({ text: line, n: listed ? numberOf(line) : undefined }),
  )
  const numbers = new Set([...wanted.keys(), ...lines.flatMap((line) => line.n ?? [])])
  const items = new Map([...numbers].map((n) => [n, itemOf(n, lines, wanted.get(n), digests[keyOf(n)])]))
  const stays = lines.flatMap((line): readonly Line[] => {
    const item = items.get(line.n ?? '')
    if (item?.line !== line) return [line]
    return item.text === undefined ? [] : [{ text: item.text, n: line.n }]
  })
  const merged = withMissing(stays, items, wanted)
  const written = merged.some(({ text }) => text.trim() !== '' && wanted.get(numberOf(text) ?? '') !== text)
  return {
    body: merged
      .map(({ text }) => text)
      .join('\n')
      .trim(),
    digests: Object.fromEntries(
      [...items].flatMap(([n, { digest }]) => (digest === undefined ? [] : [[keyOf(n), digest]])),
    ),
    written,
  }
}

type Item = {
  /** The line of the existing section that is this item's; undefined when there is none. */
  readonly line: Line | undefined
  /** What it becomes; undefined when it goes. */
  readonly text: string | undefined
  readonly digest: string | undefined
}

function itemOf(
  n: string,
  lines: readonly Line[],
  fresh: string | undefined,
  before: string | undefined,
): Item {
  const same = lines.filter((line) => line.n === n)
  const digest = fresh === undefined ? undefined : lineDigest(fresh)
  const ours = same.find(({ text }) => [before, digest].includes(lineDigest(text)))
  const gone = digest === undefined || (isTemplate(digest) && before !== undefined && !isTemplate(before))
  if (ours !== undefined || gone) return { line: ours, text: gone ? undefined : fresh, digest }
  // Over the template's own line a person wrote an item of their own, not another wording of ours.
  const reworded = before === undefined || isTemplate(before) ? undefined : same[0]
  return reworded === undefined || fresh === undefined
    ? { line: undefined, text: fresh, digest }
    : { line: reworded, text: ticked(reworded.text, fresh), digest: before }
}

/**
 * Behind the last item, or before everything else: never behind a code block that somebody left open, where they would
 * not be found again. The template's own lines come back only into an empty section.
 */
function withMissing(
  lines: readonly Line[],
  items: ReadonlyMap<string, Item>,
  wanted: ReadonlyMap<string, string>,
): readonly Line[] {
  const empty = lines.every(({ text }) => text.trim() === '')
  const missing = [...wanted].flatMap(([n, text]): readonly Line[] => {
    const item = items.get(n)
    const placed = item?.line !== undefined && item.text !== undefined
    return placed || (isTemplate(lineDigest(text)) && !empty) ? [] : [{ text, n }]
  })
  const end = lines.findLastIndex(({ n }) => n !== undefined) + 1
  const apart = end === 0 && missing.length > 0 ? [{ text: '' }] : []
  return [...lines.slice(0, end), ...missing, ...apart, ...lines.slice(end)]
}

function keyOf(n: string): string {
  return `- AI ${n}`
}

function numberOf(line: string): string | undefined {
  return /^[-*+] \[[ xX]\] AI (\d+)\b/.exec(line)?.[1]
}

/** A tick is not a change of the words. */
function lineDigest(line: string): string {
  return digestOf(line.replace(/\[[ xX]\]/, '[ ]'))
}

function isTemplate(digest: string): boolean {
  return PLACEHOLDERS.some((line) => lineDigest(line) === digest)
}

function ticked(line: string, fresh: string): string {
  return line.replace(/\[[ xX]\]/, /\[[ xX]\]/.exec(fresh)?.[0] ?? '[ ]')
}
