import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { PLAIN_ENV } from './bus/command.ts'
import { until } from './bus/until.ts'
import { CERTIFICATE_ONE } from './fakes/certificates.ts'

const EXAMPLES = fileURLToPath(new URL('../deploy/examples', import.meta.url))

export const caddyNeeds = () => needs('caddy', ['version'], 'Caddy is not installed (Debian package caddy).')
export const nginxNeeds = () => needs('nginx', ['-v'], 'nginx is not installed (Debian package nginx-light).')

function needs(program: string, args: string[], sentence: string): string | null {
  return spawnSync(program, args, { env: PLAIN_ENV, timeout: 10_000 }).status === 0 ? null : sentence
}

export interface Ports {
  /** Of the fleet. */
  fleet: number
  /** Where the proxy listens, with TLS and without. */
  tls: number
  plain: number
}

/** The example's own text, with these ports of 127.0.0.1 and a certificate of the tests in the place of its own. */
const CONFIGURED = {
  caddy(folder: string, { fleet, tls, plain }: Ports): string[] {
    const site = readFileSync(`${EXAMPLES}/Caddyfile`, 'utf8')
      .replace('fleet.example.mx {', `fleet.example.mx:${tls} {\n\tbind 127.0.0.1\n\ttls ${folder}/crt ${folder}/key`)
      .replace('127.0.0.1:8080', `127.0.0.1:${fleet}`)
    const alone = `{\n\tadmin off\n\thttps_port ${tls}\n\thttp_port ${plain}\n\tdefault_bind 127.0.0.1\n}\n`
    writeFileSync(`${folder}/Caddyfile`, alone + site)
    return ['run', '--config', `${folder}/Caddyfile`, '--adapter', 'caddyfile']
  },
  nginx(folder: string, { fleet, tls, plain }: Ports): string[] {
    const site = readFileSync(`${EXAMPLES}/nginx.conf`, 'utf8')
      .replace(/^ *listen \[::\].*\n/gm, '')
      .replace('listen 80;', `listen 127.0.0.1:${plain};`)
      .replace('listen 443', `listen 127.0.0.1:${tls}`)
      .replace('127.0.0.1:8080', `127.0.0.1:${fleet}`)
      .replaceAll('/etc/nginx/fleet.', `${folder}/`)
      .replaceAll('/var/log/nginx/error.log', `${folder}/error.log`)
    writeFileSync(`${folder}/site.conf`, site)
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${folder}/${name};`)
      .join('\n')
    // As root its workers would be another user's, who may not enter a folder of a test's.
    const head = `daemon off;\nuser root;\npid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\n`
    writeFileSync(`${folder}/nginx.conf`, `${head}http {\n${places}\ninclude ${folder}/site.conf;\n}\n`)
    return ['-p', folder, '-c', `${folder}/nginx.conf`]
  },
}
export type ProxyName = keyof typeof CONFIGURED

/** Starts a proxy with the configuration of deploy/examples. Gone with the test. */
export async function startProxy(name: ProxyName, ports: Ports): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `abordo-${name}-`))
  mkdirSync(`${folder}/home`)
  writeFileSync(`${folder}/crt`, CERTIFICATE_ONE.cert)
  writeFileSync(`${folder}/key`, CERTIFICATE_ONE.key)
  const env = { ...PLAIN_ENV, HOME: `${folder}/home`, XDG_DATA_HOME: `${folder}/home` }
  const child = spawn(name, CONFIGURED[name](folder, ports), { stdio: ['ignore', 'ignore', 'pipe'], env })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  onTestFinished(async () => {
    if (child.exitCode === null) {
      const exited = once(child, 'exit')
      // Both of them end their workers too.
      child.kill('SIGTERM')
      await exited
    }
    rmSync(folder, { recursive: true, force: true })
  })
  const answers = () =>
    ask(ports.tls, '/healthz').then(
      ({ status }) => status === 200,
      () => false,
    )
  await until(`${name} answers or has ended`, async () => child.exitCode !== null || (await answers()), 20_000)
  if (child.exitCode !== null) throw new Error(`${name} has ended: ${said}`)
}

export interface Asked {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** Asks the proxy as a browser or a gateway would, by the fleet's name. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        servername: 'fleet.example.mx',
        rejectUnauthorized: false,
        agent: false,
        headers: { host: 'fleet.example.mx', ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    asking.on('error', reject)
    asking.end(body)
  })
}

/** What has come so far of an answer that does not end. */
export function listen(port: number, path: string, headers: Record<string, string>): { heard: () => string } {
  let heard = ''
  const asking = request(
    {
      host: '127.0.0.1',
      port,
      path,
      servername: 'fleet.example.mx',
      rejectUnauthorized: false,
      agent: false,
      headers: { host: 'fleet.example.mx', ...headers },
    },
    (answer) => {
      answer.on('data', (chunk) => {
        heard += String(chunk)
      })
      answer.on('error', () => undefined)
    },
  )
  asking.on('error', () => undefined)
  asking.end()
  onTestFinished(() => void asking.destroy())
  return { heard: () => heard }
}
