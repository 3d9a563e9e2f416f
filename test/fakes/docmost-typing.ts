import type { Block, FakePage, FakeUser, World } from './docmost-world.ts'

/** The editor stores what was typed ten seconds after it was. */
const STORED_AFTER_MS = 10_000
const MINUTE = 60_000
const YOUNG_MS = 5 * MINUTE

/** On the screen, and in no answer of the server until it is stored. */
export function type(world: World, page: FakePage, user: FakeUser, text: string): void {
  page.typing = { text, by: user.id, storedAt: world.now() + STORED_AFTER_MS }
}

/** Time has passed: typed text is stored, and rows of the history are made. */
export function settle(world: World): void {
  for (const page of world.pages.values()) {
    const { typing } = page
    if (typing !== undefined && typing.storedAt <= world.now()) {
      page.typing = undefined
      page.content = [...(page.content ?? []), typed(world, typing.text)]
      touch(page, typing.by, typing.storedAt * 1000)
      noteEdit(page, typing.by, typing.storedAt)
    }
    keepHistory(world, page)
  }
}

/** What stands in the open document when the server writes to it. */
export function takeTyped(world: World, page: FakePage): readonly Block[] {
  const { typing } = page
  page.typing = undefined
  return typing === undefined ? [] : [typed(world, typing.text)]
}

export function touch(page: FakePage, by: string, at: number): void {
  page.updatedAt = at
  page.lastUpdatedById = by
  page.contributorIds = [...new Set([...page.contributorIds, by])]
}

/** A change of content, never of the title alone. */
export function noteEdit(page: FakePage, by: string, at: number): void {
  page.edit ??= { at, by: new Set() }
  page.edit.by.add(by)
}

/** One row for all edits within a minute, or five on an older page. */
function keepHistory(world: World, page: FakePage): void {
  const { edit } = page
  if (edit === undefined) return
  const isYoung = edit.at - page.createdAt / 1000 < YOUNG_MS
  const due = edit.at + (isYoung ? MINUTE : YOUNG_MS)
  if (world.now() < due) return
  page.edit = undefined
  const row = {
    id: world.ids.uuid(due),
    at: due * 1000,
    title: page.title,
    lastUpdatedById: page.lastUpdatedById,
    by: [...edit.by],
    content: page.content,
  }
  page.history = [...page.history, row]
}

function typed(world: World, text: string): Block {
  return { id: world.ids.slug().toLowerCase(), markdown: text }
}
