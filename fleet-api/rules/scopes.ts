import { SCOPES, type Scope } from '../../contract/access.ts'

/** The scopes of which a request needs one. Reports may be asked for by who may ask for everything, metrics only by their own scope. */
export function scopesFor(method: string, path: string): readonly Scope[] {
  if (path === '/metrics') return ['metrics']
  if (method !== 'GET' && method !== 'HEAD') return ['write']
  return /^(\/api)?\/reports(\/|$)/.test(path) ? ['read', 'reports'] : ['read']
}

/** As they are kept: in one order, each once. */
export function scopesText(scopes: readonly Scope[]): string {
  return SCOPES.filter((scope) => scopes.includes(scope)).join(' ')
}

export function scopesOf(text: string): Scope[] {
  const kept = text.split(' ')
  return SCOPES.filter((scope) => kept.includes(scope))
}
