/** Slack cuts a longer piece. */
const PIECE = 2_500
/** Typed again sooner than copied. */
const SHORT = 20

/** What somebody typed, to be copied: a chat forgets a command that was sent. */
export function handBack(text: string): readonly string[] {
  if (text.length <= SHORT) return []
  const characters = [...text]
  const pieces = Array.from({ length: Math.ceil(characters.length / PIECE) }, (_, n) =>
    characters.slice(n * PIECE, (n + 1) * PIECE).join(''),
  )
  return ['To copy:', ...pieces]
}
