const NAME = 'Vigie-Key'

/** The message with a last line by which a repeat finds what it wrote. */
export function withKey(message: string, key: string): string {
  return `${message.trim()}\n\n${NAME}: ${key}`
}

export function hasKey(message: string | undefined, key: string): boolean {
  return message?.split(/\r?\n/).includes(`${NAME}: ${key}`) === true
}
