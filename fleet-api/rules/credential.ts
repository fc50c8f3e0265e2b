const LONGEST_MS = 30 * 86_400_000

/** Whether a gateway is to ask for another credential: the one it has is old, or an operator wants it. `now`: ms since 1970. */
export function renewalDue(
  gateway: { credentialAt: number | null; renewAskedAt: number | null },
  now: number,
): boolean {
  return gateway.renewAskedAt !== null || now - (gateway.credentialAt ?? 0) > LONGEST_MS
}
