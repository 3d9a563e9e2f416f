import { describe, expect, it } from 'vitest'
import { matchRunbook, type Runbook } from '../../src/engine/runbook.ts'

function runbook(name: string, match: readonly string[]): Runbook {
  return { name, title: name, path: `docs/runbooks/${name}.md`, match }
}

const docmost = runbook('docmost-down', ['docmost', 'wiki', 'page blanche'])
const disk = runbook('disk-full', ['disk', 'disque', 'full', 'plein', 'no space left'])
const postgres = runbook('postgres-corrupted', ['postgres', 'database', 'corrompue'])
const all = [docmost, disk, postgres]

const found = (words: string) => {
  const match = matchRunbook(all, words)
  return match && [match.runbook.name, match.because]
}

describe('the runbook of a description', () => {
  it('is the one with most matched words, and the words say why', () => {
    expect(found('Docmost is down: disk full')).toEqual(['disk-full', ['disk', 'full']])
    expect(found('Docmost is down')).toEqual(['docmost-down', ['docmost']])
  })

  it('is found whatever the case and the accents', () => {
    expect(found('BASE CORROMPUÉ, DISQUÉ PLEIN, pôstgres')).toEqual(['disk-full', ['disque', 'plein']])
  })

  it('is found by whole words only', () => {
    expect(found('diskette, postgresql, wikis')).toBeUndefined()
    expect(found("l'espace disque")).toEqual(['disk-full', ['disque']])
  })

  it('counts each word of a phrase, and a phrase only as it stands', () => {
    expect(found('database: no space left on device, postgres')).toEqual(['disk-full', ['no space left']])
    expect(found('left no database space')).toEqual(['postgres-corrupted', ['database']])
    expect(found('page   BLANCHE.')).toEqual(['docmost-down', ['page blanche']])
  })

  it('is the first of the list among equals', () => {
    expect(found('docmost postgres')).toEqual(['docmost-down', ['docmost']])
    expect(found('postgres docmost')).toEqual(['docmost-down', ['docmost']])
  })

  it('counts no word twice, and nothing for an empty one', () => {
    const twice = runbook('twice', ['wiki', 'Wiki', '', '!'])
    expect(matchRunbook([twice, docmost], 'wiki page blanche')?.runbook).toBe(docmost)
    expect(matchRunbook([twice], 'wiki wiki !')?.because).toEqual(['Wiki'])
  })

  it('is none when no word fits, or when there are none', () => {
    expect(found('Baserow is slow')).toBeUndefined()
    expect(found('')).toBeUndefined()
    expect(matchRunbook([], 'docmost')).toBeUndefined()
  })
})
