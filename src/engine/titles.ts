import { wordsOf } from './words.ts'

/**
 * How much of two titles must agree, as shared words over all their words. At 0.6 three words of four are enough and
 * two of three; one of two is not ("Docmost down", "Baserow down"), nor two of three each ("Docmost login error",
 * "Docmost export error").
 */
const THRESHOLD = 0.6

/** One word alone says too little: half of all titles have "error" in them. */
const SHARED_MIN = 2

/** Words that any title may have, in both languages of the team. */
const STOP_WORDS = new Set(
  wordsOf(`
    a an and are at by can cannot for from has have in is isn it its no not of off on or our still t that the there
    this to too users very was we when with without again since after before all some service prod production incident
    issue problem alert
    au aux avec c ce ces cette d dans de des du elle elles en encore est et eux il ils j je l la le les leur leurs mais n
    ne nos notre nous on ont ou par pas plus pour qu que qui s sa sans se ses son sont sur tous toute tout toutes tres un
    une vers y depuis apres avant alerte probleme souci utilisateurs
  `),
)

/** What the team says for the same thing, in one language or the other; "not" is dropped before. */
const SAME: Readonly<Record<string, string>> = {
  panne: 'down',
  hs: 'down',
  ko: 'down',
  marche: 'down',
  fonctionne: 'down',
  repond: 'down',
  working: 'down',
  responding: 'down',
  tombe: 'down',
  tombee: 'down',
  indisponible: 'down',
  injoignable: 'down',
  inaccessible: 'down',
  unavailable: 'down',
  unreachable: 'down',
  disque: 'disk',
  plein: 'full',
  pleine: 'full',
  sature: 'full',
  saturee: 'full',
  lent: 'slow',
  lente: 'slow',
  lenteur: 'slow',
  lenteurs: 'slow',
  erreur: 'error',
  sauvegarde: 'backup',
  base: 'database',
  db: 'database',
  connexion: 'login',
}

/** Whether two titles speak of the same trouble. */
export function similarTitles(one: string, other: string): boolean {
  const [a, b] = [tokensOf(one), tokensOf(other)]
  const shared = [...a].filter((word) => b.has(word)).length
  return shared >= SHARED_MIN && shared / (a.size + b.size - shared) >= THRESHOLD
}

function tokensOf(title: string): ReadonlySet<string> {
  const words = wordsOf(title).filter((word) => word.length > 1 && !/\d/.test(word) && !STOP_WORDS.has(word))
  return new Set(words.map((word) => SAME[singular(word)] ?? SAME[word] ?? singular(word)))
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/s$/, '') : word
}
