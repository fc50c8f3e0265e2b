/** What names a rider's report: its gateway, what the rider was told, and when it was reported (ms since 1970). */
export interface TicketKey {
  gatewayId: string
  ticket: string
  reportedAt: number
}

/** The key as one word that is safe in a URL. */
export function ticketId({ gatewayId, ticket, reportedAt }: TicketKey): string {
  return Buffer.from(`${ticket} ${reportedAt} ${gatewayId}`).toString('base64url')
}

/** Null: not one of ours. */
export function ticketKey(id: string): TicketKey | null {
  const text = Buffer.from(id, 'base64url').toString()
  const [, ticket = '', reportedAt = '', gatewayId = ''] = /^(\w{4}) (-?\d{1,15}) ([\w.-]+)$/.exec(text) ?? []
  const key = { gatewayId, ticket, reportedAt: Number(reportedAt) }
  return gatewayId !== '' && ticketId(key) === id ? key : null
}
