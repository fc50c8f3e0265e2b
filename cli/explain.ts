import { AbordoError } from '../contract/problem.ts'
import { ConfigError } from '../contract/settings.ts'
import { explainDatabase } from './explain-database.ts'

const SYSTEM: Record<string, (error: NodeJS.ErrnoException & { port?: number; address?: string }) => string> = {
  EADDRINUSE: ({ port }) => `port ${port} is in use by another program: stop it, or choose another port`,
  EACCES: ({ path, port }) =>
    path ? `${path} may not be read or written by this user` : `port ${port} may not be used by this user`,
  ENOENT: ({ path }) => `${path} does not exist`,
  ENOSPC: () => 'the disk is full: make room and start again',
  EADDRNOTAVAIL: ({ address }) => `${address} is not an address of this machine`,
}

/** An error in one plain line, and whether it was wrong use (exit 2) rather than failure (exit 1). Never a stack trace. */
export function explain(error: unknown): { line: string; wrongUse: boolean } {
  if (error instanceof ConfigError) return { line: error.message, wrongUse: true }
  if (error instanceof AbordoError) return { line: error.detail, wrongUse: false }
  if (!(error instanceof Error)) return { line: String(error), wrongUse: false }
  const ofDatabase = explainDatabase(error)
  if (ofDatabase !== null) return { line: firstLine(ofDatabase), wrongUse: false }
  const system = 'code' in error ? SYSTEM[String(error.code)] : undefined
  return { line: system?.(error) ?? firstLine(error.message), wrongUse: false }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? 'failed without a reason'
}
