export function when(fault: boolean, line: string): readonly string[] {
  return fault ? [line] : []
}
