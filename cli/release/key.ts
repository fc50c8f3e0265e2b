import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'

/** Makes an Ed25519 key pair. Never writes over a key: gateways that trust it could not be given another version any more. */
export function makeReleaseKey(file: string): { publicFile: string } {
  const publicFile = `${file}.pub`
  const there = [file, publicFile].find((name) => existsSync(name))
  if (there) throw new Error(`${there} is there already: a key is not written over, choose another name`)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true })
  writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644, flag: 'wx', flush: true })
  return { publicFile }
}
