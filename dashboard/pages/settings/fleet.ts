import type { ClientResponse } from 'hono/client'

/** What the answer of a route holds when it went well; for `call` all else is thrown. */
type Good<R> = R extends ClientResponse<infer T, 200, 'json'> ? T : never

/** The answer of a typed client's request: `await good(fleet.api.policy.$get())`. Throws ApiError. */
export async function good<R extends ClientResponse<unknown, number, string>>(asked: Promise<R>): Promise<Good<R>> {
  return (await (await asked).json()) as Good<R>
}
