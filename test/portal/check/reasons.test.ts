import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { esReason } from '../../../portal/check/words/es-reasons.ts'

const PORTAL = fileURLToPath(new URL('../../../portal', import.meta.url))
/** Where the reasons are written that "abordo check" shows. */
const SOURCES = [
  'upgrade/check-release',
  'upgrade/root/take',
  'upgrade/root/copy-in',
  'upgrade/root/prove',
  'upgrade/root/trial',
  'upgrade/root/trial-phone',
  'upgrade/archive/read',
  'certificate/leaf',
  'certificate/store',
  'check/certificate',
  'policy/adopt',
  'policy/pull',
  'fleet-ask',
  'firewall/nft',
  'dhcp/command',
]
/** Sentences there that are none: they get nowhere, or are composed of values alone. */
const NO_REASONS = ['7 7', '7/7', '7: 7: 7', 'abordo 7', 'too slow']
const TEXT = /'([a-z][^'\n]* [^'\n]*)'|`((?:[a-z]|\$\{[^}`]*\})[^`\n]* [^`\n]*)`/g

/** The sentences of a source file, with 7 in the place of what is filled in. */
function sentences(source: string): string[] {
  const text = readFileSync(`${PORTAL}/${source}.ts`, 'utf8')
    .replace(/^(?:import|\s*\/\/|.*\blog\().*$/gm, '')
    .replace(/\/\*\*.*?\*\//gs, '')
  return [...text.matchAll(TEXT)]
    .map(([, plain, filled]) => (plain ?? filled ?? '').replace(/\$\{[^{}`]*\}/g, '7'))
    .filter((sentence) => !NO_REASONS.includes(sentence))
}

describe('a reason that this program noted, in Spanish', () => {
  it.each(SOURCES)('is there for every one of portal/%s.ts', (source) => {
    const found = sentences(source)
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter((sentence) => esReason(sentence) === sentence)).toEqual([])
  })

  it.each([
    [
      'it worked at first, and then no more: its portal does not answer',
      'al principio sirvió y luego ya no: su portal no contesta',
    ],
    ['the portal does not show its page (status 500)', 'el portal no muestra su página (respuesta 500)'],
    ['the portal lets nobody in (no answer)', 'el portal no deja entrar a nadie (no contesta)'],
    [
      'its file has 12 octets and not 9000: it is cut or another',
      'su archivo tiene 12 bytes y no 9000: está cortado o es otro',
    ],
    ['dnsmasq does not start: its configuration is wrong', 'dnsmasq no arranca: su configuración está mal'],
    ['dnsmasq does not start: by SIGKILL', 'dnsmasq no arranca: terminó por SIGKILL'],
    ['the fleet answered 503 when asked for its policy', 'la central contestó 503 al pedirle la política'],
    ['its policy is too large to be one', 'la política es demasiado grande para serlo'],
    ['nft ended by code 1', 'nft terminó (código 1)'],
    [
      'the portal’s name cannot stand in dnsmasq\'s configuration: "a b"',
      'un valor no puede ir en la configuración de dnsmasq (portal’s name): "a b"',
    ],
    ['it is not for wifi.example.com', 'no es para wifi.example.com'],
    ['The operation was aborted due to timeout', 'se acabó el tiempo de espera'],
    ['the answer is longer than 64000 octets', 'la respuesta pasa de 64000 bytes'],
  ])('%s', (noted, spanish) => {
    expect(esReason(noted)).toBe(spanish)
  })

  it.each(['connect ECONNREFUSED 10.0.0.1:443', 'nft: Error: syntax error', ''])(
    'stays as it is where others said it: %s',
    (noted) => {
      expect(esReason(noted)).toBe(noted)
    },
  )
})
