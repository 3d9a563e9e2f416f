import { z } from 'zod'

/** The part of vitest's JSON report that is counted. */
const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      startTime: z.number().optional(),
      endTime: z.number().optional(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

export type Tally = {
  readonly suite: string
  readonly files: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Counts by suite: `test/flows/x.test.ts` belongs to `flows`. What has no suite of its own is `unit`. */
export function tally(json: unknown, suites: readonly string[]): readonly Tally[] {
  const files = report.parse(json).testResults
  return [...suites, 'unit'].flatMap((suite) => {
    const own = files.filter((file) => suiteOf(file.name, suites) === suite)
    return own.length === 0 ? [] : [own.map((file) => count(suite, file)).reduce(add)]
  })
}

function suiteOf(path: string, suites: readonly string[]): string {
  return suites.find((suite) => path.replaceAll('\\', '/').includes(`/test/${suite}/`)) ?? 'unit'
}

type File = z.infer<typeof report>['testResults'][number]

/** A file that broke before its tests, or whose hook failed, has no failed test: it counts as one. */
function count(suite: string, file: File): Tally {
  const of = (status: string) => file.assertionResults.filter((one) => one.status === status).length
  const passed = of('passed')
  const failed = of('failed')
  const broken = file.status === 'failed' && failed === 0 ? 1 : 0
  return {
    suite,
    files: 1,
    passed,
    failed: failed + broken,
    skipped: file.assertionResults.length - passed - failed,
  }
}

function add(a: Tally, b: Tally): Tally {
  return {
    suite: a.suite,
    files: a.files + b.files,
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }
}

/** The closing line. */
export function total(tallies: readonly Tally[]): { readonly line: string; readonly ok: boolean } {
  const sum = (key: 'passed' | 'failed' | 'skipped') => tallies.reduce((n, one) => n + one[key], 0)
  const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`
  return {
    line: `${sum('passed')} passed, ${sum('failed')} failed${skipped}`,
    ok: sum('failed') === 0 && sum('passed') > 0,
  }
}
