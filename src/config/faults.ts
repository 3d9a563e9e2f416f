import type { z } from 'zod'

/**
 * The sentence for a value that doesn't fit: what is wrong, then what to do.
 * It never repeats the value itself: what stands in the environment may be a secret.
 */
export function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? `is missing; add ${NOUNS[issue.expected] ?? 'it'}`
        : `must be ${NOUNS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of: ${issue.values.join(', ')}`
    case 'too_small':
      return 'is empty; give it a value'
    case 'invalid_key':
      return issue.issues[0]?.message
    default:
      return undefined
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
  boolean: 'true or false',
}

/** One line for each fault, with its path: `people[2].slack: ...`. */
export function faultLines(error: z.ZodError): readonly string[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(
          (key) => `${pathOf([...issue.path, key])}: is not a known key; remove it or correct it`,
        )
      : [`${pathOf(issue.path)}: ${issue.message}`],
  )
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text === '' ? 'the whole file' : text.replace(/^\./, '')
}
