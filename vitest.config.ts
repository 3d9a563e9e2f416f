import { defineConfig } from 'vitest/config'

/** Folders of `test/` that are suites of their own; all the rest is `unit`. */
export const SUITES = ['flows', 'contract', 'chaos', 'browser'] as const

const SECOND = 1_000

/** Suites of one group run side by side. Chaos and browser measure time and kill processes: each runs alone. */
const GROUPS = { unit: 0, flows: 0, contract: 0, browser: 1, chaos: 2 } as const
/** Most of their time the first three wait for sockets and timers: more workers than cores pay. Each chaos file kills its own processes. */
const WORKERS = { unit: 3, flows: 3, contract: 3, browser: 1, chaos: 2 } as const
/** What a suite needs once, before its first file. */
const SETUPS: Partial<Record<keyof typeof GROUPS, string>> = { chaos: './test/chaos/process.ts' }
const LIMITS = { unit: 10, flows: 30, contract: 30, browser: 120, chaos: 900 } as const

function suite(name: keyof typeof GROUPS, include: string, exclude: readonly string[] = []) {
  return {
    test: {
      name,
      include: [include],
      exclude: [...exclude],
      sequence: { groupOrder: GROUPS[name] },
      maxWorkers: WORKERS[name],
      // No unit test changes what another sees, and to load the same modules 190 times was half of their time.
      isolate: name !== 'unit',
      testTimeout: LIMITS[name] * SECOND,
      hookTimeout: 60 * SECOND,
      globalSetup: SETUPS[name] ?? [],
    },
  }
}

export default defineConfig({
  test: {
    projects: [
      suite(
        'unit',
        'test/**/*.test.ts',
        SUITES.map((name) => `test/${name}/**`),
      ),
      ...SUITES.map((name) => suite(name, `test/${name}/**/*.test.ts`)),
    ],
  },
})
