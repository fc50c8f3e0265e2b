import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificate } from '../../portal/server.ts'

const DAY_MS = 86_400_000

/** A certificate that signs itself, by openssl. Days from now, or before it. */
export function selfSigned(hostName: string, { fromDays, toDays }: { fromDays: number; toDays: number }): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-self-signed-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const date = (days: number) =>
    `${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`
  try {
    writeFileSync(
      at('ca.conf'),
      `[ca]\ndefault_ca=own\n[own]\ndir=${folder}\ndatabase=${at('index')}\nserial=${at('serial')}\nnew_certs_dir=${folder}
default_md=sha256\npolicy=any\nx509_extensions=ext\n[any]\ncommonName=supplied\n[ext]\nsubjectAltName=DNS:${hostName}\n`,
    )
    writeFileSync(at('index'), '')
    writeFileSync(at('serial'), '01')
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    openssl('req', ...curve, '-keyout', at('key'), '-out', at('request'), '-subj', `/CN=${hostName}`)
    const dates = ['-startdate', date(fromDays), '-enddate', date(toDays)]
    const own = ['-selfsign', '-batch', '-notext', '-config', at('ca.conf'), '-keyfile', at('key')]
    openssl('ca', ...own, ...dates, '-in', at('request'), '-out', at('cert'))
    return { cert: readFileSync(at('cert'), 'utf8'), key: readFileSync(at('key'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
