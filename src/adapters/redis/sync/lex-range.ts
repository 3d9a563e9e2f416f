/** The range of a sorted set whose members begin with this text: no text in UTF-8 has a byte of 255. */
export function lexRange(prefix: string): [Buffer, Buffer] {
  return [Buffer.from(`[${prefix}`), Buffer.concat([Buffer.from(`(${prefix}`), Buffer.from([0xff])])]
}
