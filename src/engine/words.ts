/** The words of a text, in order, without case and accents: `n'a`, `Été` give `n`, `a`, `ete`. */
export function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}
