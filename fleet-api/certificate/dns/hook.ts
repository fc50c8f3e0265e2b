import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CertificateTrouble, reasonOf } from '../trouble.ts'
import type { DnsRecords } from './records.ts'

const TIMEOUT_MS = 120_000

/** The operator's own program, called with `add NAME VALUE` and `remove NAME VALUE`: no shell reads them. */
export function hookRecords(path: string): DnsRecords {
  const call = async (verb: 'add' | 'remove', name: string, value: string, signal: AbortSignal) => {
    try {
      // Nothing of the fleet's own environment: it holds the passwords of the database and the mail server.
      const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
      await promisify(execFile)(path, [verb, name, value], { env, timeout: TIMEOUT_MS, signal, maxBuffer: 1_000_000 })
    } catch (error) {
      signal.throwIfAborted()
      throw new CertificateTrouble('dns-update', `${path} ${verb}: ${whyOf(error)}`, { cause: error })
    }
  }
  return {
    add: (name, value, signal) => call('add', name, value, signal),
    remove: (name, value, signal) => call('remove', name, value, signal),
  }
}

function whyOf(error: unknown): string {
  const { code, killed, stderr = '' } = error as { code?: number | string; killed?: boolean; stderr?: string }
  if (killed) return `it did not end within ${TIMEOUT_MS / 1000} s`
  if (typeof code !== 'number') return reasonOf(error)
  const said = stderr.trim().split('\n').at(-1) ?? ''
  return `it ended with ${code}${said === '' ? '' : `: ${said}`}`
}
