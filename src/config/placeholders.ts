export type Placeholder = {
  /** What stands between the braces. */
  readonly whole: string
  /** The link field before the first dot. */
  readonly link?: string
}

/** The `{field}` and `{link.field}` of a text, each once. */
export function placeholdersOf(text: string): readonly Placeholder[] {
  const wholes = new Set([...text.matchAll(/\{([^{}\n]+)\}/g)].map(([, whole = '']) => whole.trim()))
  return [...wholes].map((whole) => {
    const dot = whole.indexOf('.')
    return dot < 1 ? { whole } : { whole, link: whole.slice(0, dot) }
  })
}
