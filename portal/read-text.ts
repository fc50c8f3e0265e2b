import { readFileSync } from 'node:fs'

/** What a file says now, the kernel's too; null where there is none or it cannot be read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
