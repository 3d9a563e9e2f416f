import { expect, test } from 'vitest'
import { tally, total } from '../../script/tally.ts'

const file = (name: string, status: string, ...tests: string[]) => ({
  name,
  status,
  assertionResults: tests.map((one) => ({ status: one })),
})

test('counts by suite, and a file that broke before its tests as one failure', () => {
  const report = {
    testResults: [
      file('/here/test/flows/a.test.ts', 'failed', 'passed', 'failed', 'passed'),
      file('/here/test/engine/a.test.ts', 'passed', 'passed', 'pending'),
      file('/here/test/b.test.ts', 'failed'),
    ],
  }
  expect(tally(report, ['flows', 'chaos'])).toEqual([
    { suite: 'flows', files: 1, passed: 2, failed: 1, skipped: 0 },
    { suite: 'unit', files: 2, passed: 1, failed: 1, skipped: 1 },
  ])
})

test('the closing line is good only when something passed and nothing failed', () => {
  const good = { suite: 'unit', files: 1, passed: 3, failed: 0, skipped: 0 }
  expect(total([good])).toEqual({ line: '3 passed, 0 failed', ok: true })
  expect(total([good, { ...good, failed: 2, skipped: 1 }])).toEqual({
    line: '6 passed, 2 failed, 1 skipped',
    ok: false,
  })
  expect(total([])).toEqual({ line: '0 passed, 0 failed', ok: false })
})
