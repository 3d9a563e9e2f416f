/** What people call it who read it on a button or in the playbook, and the subcommand that it is. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/^(roll back|retour arri[eè]re)(?=\s|$)/i, 'rollback'],
  [/^retour([ -]fix)?(?=\s|$)/i, 'fix'],
  [/^all ok(?=\s|$)/i, 'ok'],
  [/^(go on|continue)(?=\s|$)/i, 'go-on'],
  [/^(try again|again)(?=\s|$)/i, 'retry'],
  [/^deploy again(?=\s|$)/i, 'redeploy'],
  [/^test again(?=\s|$)/i, 'smoke-again'],
  [/^give up(?=\s|$)/i, 'give-up'],
  [/^(deployed )?by hand(?=\s|$)/i, 'by-hand'],
  [/^take the implied( one)?(?=\s|$)/i, 'implied'],
  [/^keep the asked( one)?(?=\s|$)/i, 'asked'],
]

/** `RETOUR FIX the login` is `fix the login`. */
export function spoken(text: string): string {
  const typed = text.trim().replace(/^(\S+)[ \t]+/, '$1 ')
  const [pattern, word] = SPOKEN.find(([one]) => one.test(typed)) ?? []
  return pattern === undefined || word === undefined ? text : typed.replace(pattern, word)
}
