import { ACTION_ITEMS } from './action-items.ts'
import { type Digests, digestOf } from './digest.ts'
import { type Document, sectionText } from './document.ts'
import { keepActionItems } from './keep-action-items.ts'
import { type Stretch, stretchesOf } from './sections.ts'

export type Kept = {
  /** The whole document. */
  readonly text: string
  /** To be given back the next time. */
  readonly digests: Digests
  /** Headings under which words of a person were found and kept. */
  readonly kept: readonly string[]
}

type Part = { readonly key: string; readonly heading?: string; readonly text: string; readonly body: string }

type Piece = {
  readonly key?: string
  readonly text: string
  readonly digests: Digests
  readonly kept?: string
}

/**
 * Writes `fresh` over `existing` without losing what people wrote there. A section that isn't any more what Vigie wrote
 * last (`digests`) stays as it is, so do sections that people added; one that they removed stays away. Without digests
 * every section is taken for theirs. In the action items Vigie's own lines follow, one by one.
 */
export function keepWritten(existing: string, fresh: Document, digests: Digests): Kept {
  const parts = partsOf(fresh)
  const stretches = stretchesOf(existing)
  const known = stretches.length === 0 ? {} : digests
  const there = stretches.map((stretch, n): Piece => {
    const key = keyOf(stretch.heading)
    const first = stretches.findIndex((one) => keyOf(one.heading) === key) === n
    const part = first ? parts.find((one) => one.key === key) : undefined
    return part === undefined ? { text: stretch.raw.trimEnd(), digests: {} } : merge(stretch, part, known)
  })
  const pieces = parts.reduce<readonly Piece[]>((all, part) => withPart(all, part, parts, known), there)
  return {
    text: `${pieces.map((piece) => piece.text).join('\n\n')}\n`,
    digests: Object.assign({}, ...pieces.map((piece) => piece.digests), removed(parts, pieces, known)),
    kept: pieces.flatMap((piece) => piece.kept ?? []),
  }
}

function partsOf({ opening, sections }: Document): readonly Part[] {
  return [
    { key: keyOf(undefined), text: opening, body: opening },
    ...sections.map((section) => ({
      key: keyOf(section.heading),
      heading: section.heading,
      text: sectionText(section),
      body: section.body,
    })),
  ]
}

function merge(stretch: Stretch, part: Part, known: Digests): Piece {
  if (part.heading === ACTION_ITEMS) return mergeActions(stretch.body, part, known)
  const before = known[part.key]
  const digest = digestOf(stretch.body)
  if (digest === before || digest === digestOf(part.body)) return written(part)
  return {
    key: part.key,
    text: stretch.raw.trimEnd(),
    digests: before === undefined ? {} : { [part.key]: before },
    kept: part.heading ?? 'title',
  }
}

function mergeActions(existing: string, part: Part, known: Digests): Piece {
  const merged = keepActionItems(existing, part.body, known)
  return {
    key: part.key,
    text: sectionText({ heading: ACTION_ITEMS, body: merged.body }),
    digests: { ...merged.digests, [part.key]: digestOf(part.body) },
    ...(merged.written ? { kept: ACTION_ITEMS } : {}),
  }
}

/** A section as Vigie writes it. */
function written(part: Part): Piece {
  if (part.heading === ACTION_ITEMS) return mergeActions('', part, {})
  return { key: part.key, text: part.text, digests: { [part.key]: digestOf(part.body) } }
}

/** Puts a section that never stood there behind the one before it. */
function withPart(
  pieces: readonly Piece[],
  part: Part,
  parts: readonly Part[],
  known: Digests,
): readonly Piece[] {
  if (pieces.some((piece) => piece.key === part.key) || known[part.key] !== undefined) return pieces
  const before = parts.slice(0, parts.indexOf(part)).map((one) => one.key)
  const at = pieces.findLastIndex((piece) => piece.key !== undefined && before.includes(piece.key)) + 1
  return [...pieces.slice(0, at), written(part), ...pieces.slice(at)]
}

/** What people took out is remembered, so that it stays out. */
function removed(parts: readonly Part[], pieces: readonly Piece[], known: Digests): Digests {
  const gone = parts.filter((part) => !pieces.some((piece) => piece.key === part.key))
  return Object.fromEntries(gone.flatMap(({ key }) => (known[key] === undefined ? [] : [[key, known[key]]])))
}

/** Headings can't begin with `#`: no key stands for two places. */
function keyOf(heading: string | undefined): string {
  return heading === undefined ? '#' : `## ${heading}`
}
