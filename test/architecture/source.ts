/** Source text by path from the root of the project, with forward slashes: `src/engine/run.ts`. */
export type Sources = ReadonlyMap<string, string>

const STRINGS = [/"(?:\\.|[^"\\\n])*"/, /'(?:\\.|[^'\\\n])*'/, /`(?:\\[\s\S]|[^`\\])*`/].map(
  (one) => one.source,
)
const COMMENTS = [/\/\/[^\n]*/, /\/\*[\s\S]*?\*\//].map((one) => one.source)
const EITHER = new RegExp(`(${STRINGS.join('|')})|${COMMENTS.join('|')}`, 'g')

/** Without comments. */
export function withoutComments(text: string): string {
  return text.replace(EITHER, (_all, string: string | undefined) => string ?? ' ')
}

/** Without comments and without what stands in strings: what remains is code. */
export function codeOf(text: string): string {
  return text.replace(EITHER, (_all, string: string | undefined) => (string === undefined ? ' ' : "''"))
}

/** What a file imports or exports from, static or not, types too. */
export function importsOf(text: string): readonly string[] {
  const found = withoutComments(text).matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)
  return [...found].flatMap((match) => match[1] ?? [])
}

/** The path that a relative import means; undefined for a package. */
export function resolve(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** `engine` for `src/engine/run.ts`; `root` for what stands in `src` itself and for the parts of `config.ts`. */
export function folderOf(path: string): string {
  const [, folder, ...rest] = path.split('/')
  return folder === undefined || rest.length === 0 || folder === 'config' || folder === 'app'
    ? 'root'
    : folder
}
