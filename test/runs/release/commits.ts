import type { Commit } from '../../../src/runs/release/ports.ts'

/** The n-th commit, from 0: its sha begins with `c000001`. */
export function commitOf(message: string, n: number): Commit {
  const sha = `c${String(n + 1).padStart(6, '0')}`.padEnd(40, '0')
  return { sha, message, author: 'nadia', at: Date.UTC(2026, 10, 1) + n * 60_000 }
}
