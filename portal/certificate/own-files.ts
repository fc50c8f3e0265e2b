import { readFileSync } from 'node:fs'

/** Certificate and key as PEM. */
export function readTls({ cert, key }: { cert: string; key: string }): { cert: string; key: string } {
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}
